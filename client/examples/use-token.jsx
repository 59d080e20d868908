// A React hook: the source, and a token that is valid. Pass `headers` that do not change.
import { createTokenSource } from '@token04/client';
import { useEffect, useState } from 'react';

export function useToken(endpoint, room) {
  const [state, setState] = useState({});
  useEffect(() => {
    const source = createTokenSource({ endpoint, room });
    const show = (token) => setState({ source, token });
    source.onRenew(({ token }) => show(token));
    source.get().then(show, (error) => setState({ source, error }));
    return () => source.stop();
  }, [endpoint, room]);
  return state;
}
