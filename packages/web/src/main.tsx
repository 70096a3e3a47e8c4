import 'uplot/dist/uPlot.min.css';
import './styles.css';
import './statistics.css';
import './access.css';
import './background.css';
import './certify.css';
import './safety.css';
import './alerts.css';
import './pause.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { WordsProvider } from './messages/words.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root.');
createRoot(root).render(
  <StrictMode>
    <WordsProvider>
      <App />
    </WordsProvider>
  </StrictMode>,
);
