import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../../src/demo/cli.ts', import.meta.url));

interface Run {
  readonly process: ChildProcess;
  readonly output: { text: string };
  readonly errors: { text: string };
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>;
}

const started: ChildProcess[] = [];

function run(...args: string[]): Run {
  return watched(spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Runs the program in a shell, as npm does except on Windows. */
function runByShell(...args: string[]): Run {
  const line = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ');
  const env = { ...process.env, npm_lifecycle_event: 'demo-api' };
  // The second command prevents that the shell is replaced by the program.
  return watched(spawn('sh', ['-c', `${line}; exit $?`], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

function watched(child: ChildProcess): Run {
  started.push(child);
  const collected = (stream: NodeJS.ReadableStream | null): { text: string } => {
    const all = { text: '' };
    stream?.setEncoding('utf8').on('data', (text: string) => {
      all.text += text;
    });
    return all;
  };
  return {
    process: child,
    output: collected(child.stdout),
    errors: collected(child.stderr),
    ended: once(child, 'close') as Promise<[number | null, string | null]>,
  };
}

afterEach(() => {
  for (const child of started.splice(0)) {
    child.kill('SIGKILL');
  }
});

describe('npm run demo-api', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints one line with its address, responds there, and stops on %s',
    async (signal) => {
      const {
        process: child,
        output,
        ended,
      } = run('--port', '0', '--profile', 'v1.3.1', '--identities', '3', '--seed', '5');
      await expect.poll(() => output.text, { timeout: 15_000 }).toContain('\n');
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.text)?.[0];
      expect(await (await fetch(`${url}/admin/version`)).json()).toEqual({ version: 'v1.3.1' });

      child.kill(signal);

      expect(await ended).toEqual([0, null]);
      expect(output.text.split('\n')).toHaveLength(2);
    },
  );

  it.skipIf(process.platform === 'win32')('stops when npm is stopped, which signals only its shell', async () => {
    const { process: shell, output, ended } = runByShell('--port', '0', '--identities', '3');
    await expect.poll(() => output.text, { timeout: 15_000 }).toContain('\n');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.text)?.[0];

    shell.kill('SIGTERM');

    // "close" fires when the program has closed the output, too.
    await ended;
    await expect(fetch(`${url}/admin/version`)).rejects.toThrow();
  });

  it.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535, not "x".'],
    [['--profile', 'v9'], '--profile must be one of v1.3.1, v26.2.0, head, not "v9".'],
    [['--identities', '-1'], 'Usage: npm run demo-api --'],
    [['--colour'], "Unknown option '--colour'. Usage: npm run demo-api --"],
  ])('prints one sentence for the arguments %j', async (args, sentence) => {
    const { output, errors, ended } = run(...args);
    expect(await ended).toEqual([2, null]);
    expect(errors.text).toContain(sentence);
    expect(errors.text.trimEnd()).not.toContain('\n');
    expect(output.text).toBe('');
  });
});
