import { useWords } from '../messages/words.tsx';

/** Users and tokens belong together: both are ways in. */
export function UsersTabs(props: { readonly page: 'users' | 'tokens' }) {
  const { say } = useWords();
  return (
    <div className="camera-title">
      <h1>{say(`${props.page}.title`)}</h1>
      <nav className="tabs" aria-label={say('users.tabs')}>
        {(['users', 'tokens'] as const).map((page) => (
          <a key={page} href={`#/${page}`} aria-current={props.page === page ? 'page' : undefined}>
            {say(`${page}.title`)}
          </a>
        ))}
      </nav>
    </div>
  );
}
