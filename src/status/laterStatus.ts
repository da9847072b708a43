import { Disposable } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { ViewInUse } from './statusBar.ts';

/** The status bar's item, whose code is loaded beside activation and not in it. `failed` hears when it cannot be. */
export function followStatusLater(
  connections: Connections,
  view: ViewInUse,
  failed: (error: unknown) => void,
): Disposable {
  let disposed = false;
  let status: Disposable | undefined;
  import('./statusBar.ts').then(({ followStatus }) => {
    if (!disposed) {
      status = followStatus(connections, view);
    }
  }, failed);
  return new Disposable(() => {
    disposed = true;
    status?.dispose();
  });
}
