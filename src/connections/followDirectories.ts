import { Disposable } from 'vscode';
import type { Directory } from '../core/directory/directory.ts';
import type { DirectoryChange } from '../core/directory/directoryChange.ts';
import { type Connections, validConnections } from './connections.ts';

/** Calls `onChange` for each change in the directories of all connections, also of those that are added later. */
export function followDirectories(
  connections: Pick<Connections, 'list' | 'directory' | 'onDidChangeList'>,
  onChange: (connectionId: string, change: DirectoryChange) => void,
): Disposable {
  const followed = new Map<Directory, () => void>();
  const unfollowAllBut = (wanted: ReadonlySet<Directory | undefined>) => {
    for (const [directory, unfollow] of followed) {
      if (!wanted.has(directory)) {
        unfollow();
        followed.delete(directory);
      }
    }
  };
  const update = () => {
    const ids = validConnections(connections).map(({ id }) => id);
    unfollowAllBut(new Set(ids.map((id) => connections.directory(id))));
    for (const id of ids) {
      const directory = connections.directory(id);
      if (directory !== undefined && !followed.has(directory)) {
        followed.set(
          directory,
          directory.onDidChange((change) => onChange(id, change)),
        );
      }
    }
  };
  update();
  return Disposable.from(connections.onDidChangeList(update), new Disposable(() => unfollowAllBut(new Set())));
}
