import { l10n } from 'vscode';
import { isOryNetwork } from '../connections/connectionFacts.ts';
import { TransportError } from '../core/http/transport.ts';
import { KratosError } from '../core/kratos/failure.ts';
import { failureText } from '../text/failureText.ts';
import { checkAddress, checkHost, checkPort, checkProxy, stepSeconds } from './networkSteps.ts';
import { checkPaging } from './pagingStep.ts';
import { failed, ok, type Report, type StepName, skipped, stepNames } from './report.ts';
import { requestsOver } from './requests.ts';
import { type CheckStep, runSteps } from './runSteps.ts';
import { checkSecrets } from './secretsStep.ts';
import { checkApi, checkClock, checkVersion, type FirstResponse, requestIdentities } from './serverSteps.ts';
import type { CheckedRoute, CheckSubject } from './subject.ts';
import { checkTls } from './tlsStep.ts';

type RunStep = CheckStep['run'];

/** A step may read files, make a handshake, and make another to read a certificate. */
const wholeStepSeconds = 3 * stepSeconds;

/** Steps after which the others are tried, even if they fail. */
const optional: ReadonlySet<StepName> = new Set(['version', 'paging', 'clock']);

/**
 * Checks a connection step by step and shows the report after each. Only reads, and reports no personal data. Never
 * rejects because of a server or the network.
 */
export function checkConnection(
  subject: CheckSubject,
  signal: AbortSignal,
  show: (report: Report) => void,
): Promise<Report> {
  const ofRoute = routeSteps(subject.route);
  const runs: Record<StepName, RunStep> = { ...ofRoute, ...serverSteps(subject) };
  const steps = stepNames.map((name) => ({
    name,
    essential: !optional.has(name),
    seconds: name in ofRoute ? wholeStepSeconds : undefined,
    run: errorsAsFindings(runs[name]),
  }));
  return runSteps(subject.name, steps, signal, show);
}

function routeSteps(
  route: CheckedRoute | undefined,
): Record<'address' | 'proxy' | 'dns' | 'tcp' | 'tls' | 'secrets', RunStep> {
  if (route === undefined) {
    const inside = async () => skipped(l10n.t('The demo’s server runs inside this extension.'));
    const address = async () => ok(l10n.t('A demo admin API with invented people, on this machine only.'));
    return { address, proxy: inside, dns: inside, tcp: inside, tls: inside, secrets: inside };
  }
  return {
    address: async () => checkAddress(route),
    proxy: async () => checkProxy(route),
    dns: (signal) => checkHost(route, signal),
    tcp: (signal) => checkPort(route, signal),
    tls: (signal) => checkTls(route, signal),
    secrets: () => checkSecrets(route),
  };
}

function serverSteps({
  server,
  route,
  onVersion,
}: CheckSubject): Record<Exclude<StepName, keyof ReturnType<typeof routeSteps>>, RunStep> {
  const send = requestsOver(server.transport);
  // Later steps need this response; they are not tried if the step that gets it fails.
  const first = Promise.withResolvers<FirstResponse>();
  return {
    response: async (signal) => {
      const { finding, first: received } = await requestIdentities(send, signal);
      if (received !== undefined) {
        first.resolve(received);
      }
      return finding;
    },
    api: async (signal) => checkApi(send, await first.promise, signal),
    version: (signal) => checkVersion(send, route !== undefined && isOryNetwork(route.options), signal, onVersion),
    paging: (signal) => checkPaging(send, server.pageBase, signal),
    clock: async () => checkClock(await first.promise),
  };
}

/** Turns the errors of a step into failed findings. */
function errorsAsFindings(run: RunStep): RunStep {
  return (signal) => run(signal).catch((error: unknown) => failed(errorText(error)));
}

function errorText(error: unknown): string {
  if (error instanceof KratosError || error instanceof TransportError) {
    return failureText(error.failure);
  }
  return l10n.t('This step could not be completed: {0}', error instanceof Error ? error.message : String(error));
}
