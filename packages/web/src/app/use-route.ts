import { useEffect, useState } from 'react';
import { mayLeave } from '../part/use-unsaved.ts';
import { parseRoute, type Route } from './route.ts';

/** The page that the address asks for; follows the back button, and stays where something would be lost. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(window.location.hash));
  useEffect(() => {
    const read = (event: HashChangeEvent) => {
      if (mayLeave()) setRoute(parseRoute(window.location.hash));
      else window.history.replaceState(null, '', event.oldURL);
    };
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return route;
}
