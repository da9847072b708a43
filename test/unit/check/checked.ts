import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { checkConnection } from '../../../src/check/checkConnection.ts';
import type { Report, StepName, StepState } from '../../../src/check/report.ts';
import { reportText } from '../../../src/check/reportText.ts';
import { routeOf, secretValues } from '../../../src/check/subject.ts';
import {
  type ConnectionOptions,
  defaultOptions,
  type EnvironmentVariables,
  type NetworkSettings,
  type SecretName,
  type Secrets,
} from '../../../src/core/http/connectionOptions.ts';
import { RateLimitWaits } from '../../../src/core/http/rateLimit/waits.ts';
import { UndiciTransport } from '../../../src/core/http/undiciTransport.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { noNetworkSettings } from '../core/http/transports.ts';

export interface Surroundings {
  /** Replaces `secrets`. */
  readonly storage?: Secrets;
  readonly secrets?: Partial<Record<SecretName, string>>;
  readonly network?: Partial<NetworkSettings>;
  readonly environment?: EnvironmentVariables;
  readonly signal?: AbortSignal;
  /** From which number the server counts pages, found out by browsing. */
  readonly countsFrom?: 0 | 1;
}

export interface Checked {
  readonly report: Report;
  /** As the document shows it. */
  readonly text: string;
  /** All reports in the order in which they were shown. */
  readonly shown: readonly Report[];
  /** The versions that were reported, as the server wrote them. */
  readonly versions: readonly string[];
  step(name: StepName): StepState;
  /** Returns the sentence of a step and its facts. */
  says(name: StepName): string;
}

/** Starts a demo server and makes certificates for all tests of a file. */
export function sharedServers(): { demo: DemoServer; certificates: Certificates } {
  const shared = {} as { demo: DemoServer; certificates: Certificates };
  beforeAll(async () => {
    shared.demo = await startDemoServer({ identities: 40 });
    shared.certificates = await makeCertificates();
  });
  afterAll(async () => {
    await shared.demo.close();
    await shared.certificates.close();
  });
  return shared;
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** The states of the last steps after one before them failed. */
export const untried = { version: 'notTried', paging: 'notTried', clock: 'notTried' };

/** Checks the server at `url` over real sockets. `options` replace the default ones. */
export async function checked(
  url: string,
  options: Partial<ConnectionOptions> = {},
  surroundings: Surroundings = {},
): Promise<Checked> {
  const whole = { ...defaultOptions(new URL(url)), timeoutMs: 5000, ...options };
  const secrets: Secrets = surroundings.storage ?? { get: async (name) => surroundings.secrets?.[name] };
  const network = { ...noNetworkSettings, ...surroundings.network };
  const { environment = {}, signal = new AbortController().signal } = surroundings;
  const route = routeOf(whole, secrets, network, environment);
  const transport = new UndiciTransport(whole, { secrets, network: () => network, environment });
  const shown: Report[] = [];
  const versions: string[] = [];
  try {
    const report = await checkConnection(
      {
        name: 'Acme',
        server: { transport, waits: new RateLimitWaits(), pageBase: { countsFrom: surroundings.countsFrom } },
        route,
        onVersion: (version) => versions.push(version),
      },
      signal,
      (state) => shown.push(state),
    );
    const step = (name: StepName): StepState =>
      report.steps.find((candidate) => candidate.name === name)?.state ?? { kind: 'waiting' };
    return {
      report,
      text: reportText(report, await secretValues(route)),
      shown,
      versions,
      step,
      says(name) {
        const state = step(name);
        return 'text' in state ? [state.text, ...(state.details ?? [])].join('\n') : state.kind;
      },
    };
  } finally {
    await transport.close();
  }
}

/** Returns how each step ended, in order. */
export function kinds({ report }: Checked): Readonly<Record<string, string>> {
  return Object.fromEntries(report.steps.map(({ name, state }) => [name, state.kind]));
}
