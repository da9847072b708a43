// Runs in a process of its own: causes every fault, prints the state of the process after it, and must end.
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

/** Returns all that code could replace for the whole process, by name. */
function everything(): ReadonlyMap<string, unknown> {
  const { env } = process;
  const holders = Object.entries({ globalThis, env, http, https, net, tls, dns });
  return new Map(
    holders.flatMap(([holder, held]) =>
      Reflect.ownKeys(held).map((key) => [`${holder}.${String(key)}`, Reflect.get(held, key)] as const),
    ),
  );
}

// Before anything else is loaded, and twice: some of it Node makes when it is first looked at.
everything();
const before = everything();
/** Its own outputs. */
const own = ['PipeWrap', 'TTYWrap'];
const { causeAllFaults } = await import('./causeAllFaults.ts');
const caused = await causeAllFaults();
const after = everything();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (key) => !Object.is(before.get(key), after.get(key)),
);
// What is closing is gone one turn later.
await new Promise((resolve) => setImmediate(resolve));
const left = process.getActiveResourcesInfo().filter((name) => !own.includes(name));
process.stdout.write(JSON.stringify({ caused, changed, left }));
