import { l10n } from 'vscode';
import { TransportError } from '../http/transport.ts';
import { KratosError } from '../kratos/failure.ts';
import { failureText } from '../presentation/failureText.ts';
import { checkAddress, checkHost, checkPort, checkProxy, stepSeconds } from './networkSteps.ts';
import { tellPaging } from './pagingStep.ts';
import { failed, ok, type Report, type StepName, skipped, stepNames } from './report.ts';
import { questionsOver } from './requests.ts';
import { runSteps, type Step } from './runSteps.ts';
import { checkSecrets } from './secretsStep.ts';
import { askForIdentities, askForVersion, compareClocks, type Seen, tellApi } from './serverSteps.ts';
import type { CheckedRoute, Subject } from './subject.ts';
import { checkTls } from './tlsStep.ts';

type Look = Step['look'];

/** A step may read files, make a handshake, and make another to read a certificate. */
const wholeStepSeconds = 3 * stepSeconds;

/** If one of these fails, no later step is tried. */
const essential: ReadonlySet<StepName> = new Set(['address', 'proxy', 'dns', 'tcp', 'tls', 'secrets', 'answer', 'api']);

/**
 * Checks a connection step by step and shows the report after each. Only reads, and reports no personal data. Never rejects
 * because of a server or the network.
 */
export function checkConnection(
  subject: Subject,
  signal: AbortSignal,
  show: (report: Report) => void,
): Promise<Report> {
  const ofRoute = routeSteps(subject.route);
  const looks: Record<StepName, Look> = { ...ofRoute, ...serverSteps(subject) };
  const steps = stepNames.map((name) => ({
    name,
    essential: essential.has(name),
    seconds: name in ofRoute ? wholeStepSeconds : undefined,
    look: errorsAsFindings(looks[name]),
  }));
  return runSteps(subject.name, steps, signal, show);
}

function routeSteps(
  route: CheckedRoute | undefined,
): Record<'address' | 'proxy' | 'dns' | 'tcp' | 'tls' | 'secrets', Look> {
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

function serverSteps({ server, route }: Subject): Record<Exclude<StepName, keyof ReturnType<typeof routeSteps>>, Look> {
  const questions = questionsOver(server.transport);
  // Later steps need this response; they are not tried if the step that gets it fails.
  const answered = Promise.withResolvers<Seen>();
  return {
    answer: async (signal) => {
      const { finding, seen } = await askForIdentities(questions.ask, signal);
      if (seen !== undefined) {
        answered.resolve(seen);
      }
      return finding;
    },
    api: async (signal) => tellApi(questions.ask, await answered.promise, signal),
    version: (signal) => askForVersion(questions.ask, isNetwork(route), signal),
    paging: (signal) => tellPaging(questions, server.pageBase, signal),
    clock: async () => compareClocks(await answered.promise),
  };
}

/** Turns the errors of a step into failed findings. */
function errorsAsFindings(look: Look): Look {
  return (signal) => look(signal).catch((error: unknown) => failed(errorText(error)));
}

function errorText(error: unknown): string {
  if (error instanceof KratosError || error instanceof TransportError) {
    return failureText(error.failure);
  }
  return l10n.t('This step could not be completed: {0}', error instanceof Error ? error.message : String(error));
}

function isNetwork(route: CheckedRoute | undefined): boolean {
  return route?.options.base.hostname.endsWith('.projects.oryapis.com') === true;
}
