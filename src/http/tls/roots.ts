import { getCACertificates } from 'node:tls';
import { Worker } from 'node:worker_threads';

let known: Promise<readonly string[]> | undefined;

/**
 * The roots that this machine trusts, as PEM: Node's own, those of NODE_EXTRA_CA_CERTS and the system's. Read once for
 * the whole process: a system may take seconds to hand its roots out.
 */
export function machineRoots(): Promise<readonly string[]> {
  if (known === undefined) {
    known = systemRoots().then((system) => [...new Set([...getCACertificates('default'), ...system])]);
    known.catch(() => {
      known = undefined;
    });
  }
  return known;
}

/** Beside the process's one thread, which would stand still meanwhile; where no worker can be had, in it. */
function systemRoots(): Promise<readonly string[]> {
  return new Promise<readonly string[]>((resolve, reject) => {
    const worker = new Worker(
      `require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'));`,
      // Without the process's own options: one that is debugged would wait for a debugger here.
      { eval: true, execArgv: [] },
    );
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker ended without an answer')));
  }).catch(() => getCACertificates('system'));
}
