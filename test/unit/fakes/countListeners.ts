import type { Directory } from '../../../src/core/directory/directory.ts';

/** Counts the listeners that `directory` gets from now on. Returns how many of them still listen. */
export function countListeners(directory: Directory): () => number {
  const listening = new Set<() => void>();
  const listen = directory.onDidChange.bind(directory);
  directory.onDidChange = (listener) => {
    const end = listen(listener);
    listening.add(end);
    return () => {
      listening.delete(end);
      end();
    };
  };
  return () => listening.size;
}
