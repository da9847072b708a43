import Bowser from 'bowser';

/** The parts of a user agent that stay the same when the browser is updated. */
export interface DeviceFamily {
  /** Equal for two user agents of one family. */
  readonly key: string;
  /** "Firefox", "python-requests"; "" where the request named no client. */
  readonly client: string;
  /** "Linux"; undefined for programs and unknown browsers. */
  readonly system: string | undefined;
  /** False for client libraries, scripts and headless browsers. */
  readonly isBrowser: boolean;
  /** The client as it names itself: "python-requests/2.31". */
  readonly named: string;
}

/** Kratos keeps at most 512 bytes; anything longer is not worth parsing. */
const parsedLimit = 1024;
const namedLimit = 60;
const rememberedAgents = 2000;

const browserStart = /^(?:Mozilla|Opera)\//;
const automated = /headless|phantomjs|selenium|puppeteer|playwright/i;
const productToken = /^([^\s/;()]{1,60})\/v?(\d[\w.+-]*)/;

const families = new Map<string, DeviceFamily>();

/** The family of a user agent. An empty one is a client of its own: its request named none. */
export function deviceFamily(userAgent: string): DeviceFamily {
  const known = families.get(userAgent);
  if (known !== undefined) {
    return known;
  }
  const family = parseFamily(userAgent.trim());
  if (families.size >= rememberedAgents) {
    families.clear();
  }
  families.set(userAgent, family);
  return family;
}

function parseFamily(userAgent: string): DeviceFamily {
  if (!browserStart.test(userAgent)) {
    const [token = userAgent, product] = productToken.exec(userAgent) ?? [];
    return program(product ?? withoutVersions(userAgent), token);
  }
  const automaton = userAgent.split(' ').find((part) => automated.test(part));
  if (automaton !== undefined) {
    return program(withoutVersions(automaton), automaton);
  }
  const { browser, os, platform } = userAgent.length > parsedLimit ? unparsed : Bowser.parse(userAgent);
  if (!browser.name || !(os.name || platform.type)) {
    return { ...program(withoutVersions(userAgent), userAgent), isBrowser: true };
  }
  return {
    key: JSON.stringify([browser.name, os.name ?? '', platform.type ?? '']),
    client: browser.name,
    system: os.name,
    isBrowser: true,
    named: browser.name,
  };
}

const unparsed: Bowser.Parser.ParsedResult = { browser: {}, os: {}, platform: {}, engine: {} };

function program(name: string, named: string): DeviceFamily {
  return {
    key: JSON.stringify([name]),
    client: name.slice(0, namedLimit),
    system: undefined,
    isBrowser: false,
    named: named.slice(0, namedLimit),
  };
}

function withoutVersions(text: string): string {
  return text.slice(0, parsedLimit).replace(/\/?v?\d+(?:[._]\d+)*/g, '');
}
