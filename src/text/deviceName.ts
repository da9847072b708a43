import type Bowser from 'bowser';
import { l10n } from 'vscode';
import { visibleText } from './visibleText.ts';

/** The most characters of an unknown user agent. */
const rawLimit = 60;
/** Leave space for age and place in a row of 300 pixels. */
const browserLimit = 15;
const programLimit = 11;
/** Kratos stores at most 512 bytes. */
const parsedLimit = 1024;
const rememberedAgents = 2000;

const productToken = /^([A-Za-z][\w.+-]{0,39})\/v?(\d+(?:\.\d+)?)/;

interface DeviceNames {
  readonly name: string;
  readonly family: string;
}

const names = new Map<string, DeviceNames>();

let parser: Pick<typeof Bowser, 'parse'> | undefined;

/** Loads the parser of user agents, which is too large for activation. Must resolve before `deviceName` is called. */
export async function loadDeviceNames(): Promise<void> {
  parser ??= (await import('bowser')).default;
}

/**
 * Names a device by its user agent: "Chrome 141 on Windows", "Safari 18 on iPhone", "curl 8.5". An unknown user agent,
 * or one with invisible characters, is shown as visible text and cut.
 */
export function deviceName(userAgent: string | undefined): string {
  return namesOf(userAgent).name;
}

/** Names a device in at most 15 characters, without versions: "Chrome Win", "Safari iPhone", "curl". */
export function deviceFamilyName(userAgent: string | undefined): string {
  return namesOf(userAgent).family;
}

function namesOf(userAgent: string | undefined): DeviceNames {
  if (userAgent === undefined || userAgent.trim() === '') {
    const name = l10n.t('No user agent');
    return { name, family: name };
  }
  const known = names.get(userAgent);
  if (known !== undefined) {
    return known;
  }
  const fresh = parsed(userAgent) ?? shortened(userAgent, userAgent, programLimit);
  if (names.size >= rememberedAgents) {
    names.clear();
  }
  names.set(userAgent, fresh);
  return fresh;
}

function parsed(userAgent: string): DeviceNames | undefined {
  if (userAgent.length > parsedLimit || visibleText(userAgent) !== userAgent) {
    return undefined;
  }
  if (parser === undefined) {
    throw new Error('loadDeviceNames() has not resolved.');
  }
  const { browser, os, platform } = parser.parse(userAgent);
  // Bowser names an unknown agent after its last token. Without a system, the first token says more.
  if (browser.name && (os.name || platform.type)) {
    const major = browser.version?.split('.')[0];
    const program = major ? `${browser.name} ${major}` : browser.name;
    const system = platform.vendor === 'Apple' && platform.model ? platform.model : os.name;
    const family = `${browser.name} ${system ?? ''}`.replace(/^Microsoft /, '');
    return shortened(
      system ? l10n.t('{0} on {1}', program, system) : program,
      family
        .replace(/ Windows$/, ' Win')
        .replace(/ macOS$/, ' Mac')
        .trim(),
      browserLimit,
    );
  }
  const [, product, version] = productToken.exec(userAgent) ?? [];
  if (product === undefined || version === undefined || product === 'Mozilla') {
    return undefined;
  }
  return shortened(`${product} ${version}`, product, programLimit);
}

function shortened(name: string, family: string, familyLimit: number): DeviceNames {
  return { name: visibleText(name, rawLimit), family: visibleText(family, familyLimit) };
}
