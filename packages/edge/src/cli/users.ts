import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OutisError } from '@outis/core';
import { Access } from '../access/access.ts';
import { AccessStore } from '../access/access-store.ts';

/**
 * `outis users`: lists them. `outis users reset <name>`: prints a one-time code with which that user sets a new password on
 * the page; for whoever sits at this machine. The edge may be running: it writes into the log when the code is used.
 */
export function usersCommand(dataFolder: string, words: readonly string[]): void {
  const [verb, name, ...more] = words;
  if (
    (verb !== undefined && verb !== 'reset') ||
    (verb === 'reset') !== (name !== undefined) ||
    more.length > 0
  )
    throw new OutisError('usage', 'users, or users reset <name>');
  if (!existsSync(join(dataFolder, 'access.db')))
    throw new OutisError('user-unknown', `no users in ${dataFolder}`);
  const store = new AccessStore(dataFolder);
  try {
    const access = new Access({ store, note: () => {}, nowMs: Date.now });
    if (name === undefined) {
      for (const user of access.users())
        process.stdout.write(
          `${user.name}  ${user.roles.join(', ')}${user.enrolled ? '' : '  (not enrolled)'}\n`,
        );
      return;
    }
    const { code, expiresMs } = access.resetCode('terminal', name);
    const until = new Date(expiresMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    process.stdout.write(
      `Code for ${name}, valid once, until ${until}: ${code}\nOpen the page of Outis with /#/enrol/${code} behind its address.\n`,
    );
  } finally {
    store.close();
  }
}
