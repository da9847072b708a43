import * as vscode from 'vscode';

type Listen = (listener: unknown, ...others: unknown[]) => vscode.Disposable;

/**
 * Counts the listeners of VS Code's events and returns the names of events that have some. Must be called before
 * activation.
 */
export function countListeners(): () => readonly string[] {
  const open: string[] = [];
  for (const [area, api] of Object.entries({ workspace: vscode.workspace, window: vscode.window, env: vscode.env })) {
    for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(api))) {
      if (!name.startsWith('onDid') && !name.startsWith('onWill')) {
        continue;
      }
      const event = `${area}.${name}`;
      const listen: Listen = (listener, ...others) => {
        const original: Listen = value ?? get?.call(api);
        const registered = original(listener, ...others);
        open.push(event);
        let left = false;
        return new vscode.Disposable(() => {
          if (!left) {
            left = true;
            open.splice(open.indexOf(event), 1);
          }
          registered.dispose();
        });
      };
      Reflect.defineProperty(api, name, { configurable: true, enumerable: true, value: listen });
    }
  }
  return () => [...open].sort();
}
