import type { Random } from '../../src/demo/random.ts';
import { type Country, countryCodes, fixedSite, hostedSite, mobileSite, relaySite, type Site } from './addresses.ts';
import { type Agent, desktops, phones, scripts } from './agents.ts';
import type { Style } from './styles.ts';

export const hardNegatives = [
  'travel',
  'newPhone',
  'newBrowser',
  'forgottenPassword',
  'newProvider',
  'longPause',
  'vpnDay',
  'ownScript',
] as const;
export type HardNegative = (typeof hardNegatives)[number];

export const dayMs = 86_400_000;
/** When the browsers of agents.ts have their first version. */
export const epoch = Date.parse('2024-05-01T00:00:00Z');

/** A session before it is put into the API's words. */
export interface Draft {
  time: number;
  ip: string;
  agent: string | null;
  site: Site;
  aal: 'aal1' | 'aal2';
  methods: { method: string; provider?: string }[];
  hard?: HardNegative | undefined;
  isStranger?: boolean;
}

const between = (draw: Random, [least, most]: readonly [number, number]) => least + draw.below(most - least + 1);

/** One device of an owner. */
interface OwnDevice {
  readonly agent: Agent;
  readonly lag: number;
  readonly isPhone: boolean;
}

/** Someone with devices and places, who signs in. */
export class Owner {
  readonly country: Country;
  readonly isSecured: boolean;
  readonly usual: { method: string; provider?: string };
  readonly #draw: Random;
  readonly #style: Style;
  readonly #devices: OwnDevice[];
  readonly #sites: Site[];
  readonly #mobile: Site;
  readonly #relay: Site | undefined;
  readonly home: Site;

  constructor(draw: Random, style: Style) {
    this.#draw = draw;
    this.#style = style;
    this.country = draw.pick(countryCodes);
    this.isSecured = draw.chance(style.secondFactor);
    this.usual = draw.chance(style.provider)
      ? { method: 'oidc', provider: draw.pick(['google', 'github', 'microsoft']) }
      : { method: draw.pick(['password', 'password', 'password', 'passkey', 'code']) };
    this.#sites = Array.from({ length: between(draw, style.fixedSites) }, () =>
      fixedSite(draw, this.country, style.addresses),
    );
    this.home = this.#sites[0] as Site;
    this.#mobile = mobileSite(draw, this.country, style.addresses);
    this.#relay = draw.chance(style.relay) ? relaySite(draw, this.country, style.addresses) : undefined;
    this.#devices = [this.#device(false)];
    if (draw.chance(80)) {
      this.#devices.push(this.#device(true));
    }
    if (draw.chance(25)) {
      this.#devices.push(this.#device(draw.chance(40)));
    }
  }

  identity(created: number): Record<string, unknown> {
    const at = new Date(created - 400).toISOString();
    const id = this.#draw.uuid();
    const email = `${id.slice(0, 8)}@example.org`;
    const credential = (type: string) => [
      type,
      { type, identifiers: [email], version: 0, created_at: at, updated_at: at },
    ];
    const types = [
      this.usual.method === 'code' || this.usual.method === 'oidc' ? this.usual.method : 'password',
      ...(this.isSecured ? ['totp'] : []),
    ];
    const address = { id: this.#draw.uuid(), value: email, via: 'email', created_at: at, updated_at: at };
    return {
      id,
      credentials: Object.fromEntries(types.map(credential)),
      schema_id: 'default',
      state: 'active',
      traits: { email },
      verifiable_addresses: [{ ...address, verified: true, status: 'completed' }],
      recovery_addresses: [address],
      created_at: at,
      updated_at: at,
    };
  }

  history(): Draft[] {
    const draw = this.#draw;
    const count = between(draw, this.#style.sessions);
    const days = between(draw, this.#style.days);
    const times = Array.from({ length: count }, () => draw.below(days * 1440))
      .sort((one, other) => one - other)
      .map((minutes) => epoch + minutes * 60_000 + draw.below(60_000));
    const drafts: Draft[] = [];
    let shift = 0;
    for (const time of times) {
      const hard = draw.chance(this.#style.hardPer100) ? draw.pick(hardNegatives) : undefined;
      if (hard === 'longPause') {
        shift += (90 + draw.below(120)) * dayMs;
      }
      drafts.push(...this.#sessions(time + shift, hard));
    }
    return drafts.sort((one, other) => one.time - other.time);
  }

  /** An ordinary session of the owner, also after a takeover. */
  session(time: number): Draft {
    const draw = this.#draw;
    const ownPhones = this.#devices.filter(({ isPhone }) => isPhone);
    const isPhone = ownPhones.length > 0 && draw.chance(this.#style.phone);
    const device = draw.pick(
      (isPhone ? ownPhones : this.#devices.filter((one) => !one.isPhone)) as [OwnDevice, ...OwnDevice[]],
    );
    const site =
      isPhone && draw.chance(this.#style.mobile)
        ? this.#mobile
        : this.#relay !== undefined && draw.chance(50)
          ? this.#relay
          : draw.chance(65)
            ? this.home
            : draw.pick(this.#sites as [Site, ...Site[]]);
    return this.#draft(time, device, site);
  }

  /** Returns the agent of one of the owner's devices, for a stranger who imitates it. */
  copiedAgent(time: number): string {
    return this.#agent(this.#draw.pick(this.#devices as [OwnDevice, ...OwnDevice[]]), time);
  }

  #sessions(time: number, hard: HardNegative | undefined): Draft[] {
    const draw = this.#draw;
    const { addresses } = this.#style;
    switch (hard) {
      case 'travel': {
        const country = draw.pick(countryCodes.filter((code) => code !== this.country) as [Country, ...Country[]]);
        const hotel = fixedSite(draw, country, addresses);
        const roaming = mobileSite(draw, country, addresses);
        return Array.from({ length: 1 + draw.below(4) }, (_, step) => {
          const { time: at } = this.session(time + step * draw.below(30) * 3_600_000);
          const device = draw.pick(this.#devices as [OwnDevice, ...OwnDevice[]]);
          return { ...this.#draft(at, device, device.isPhone && draw.chance(50) ? roaming : hotel), hard };
        });
      }
      case 'newPhone': {
        const device = this.#device(true);
        const old = this.#devices.findIndex(({ isPhone }) => isPhone);
        this.#devices.splice(old < 0 ? this.#devices.length : old, old < 0 ? 0 : 1, device);
        return [{ ...this.#draft(time, device, draw.chance(50) ? this.home : this.#mobile), hard }];
      }
      case 'newBrowser': {
        const device = this.#device(false);
        this.#devices.push(device);
        return [{ ...this.#draft(time, device, draw.chance(80) ? this.home : this.#cafe()), hard }];
      }
      case 'forgottenPassword':
        return [{ ...this.session(time), methods: [{ method: 'code_recovery' }], aal: 'aal1', hard }];
      case 'newProvider':
        return [{ ...this.session(time), methods: [{ method: 'oidc', provider: 'apple' }], hard }];
      case 'vpnDay':
        return [
          {
            ...this.#draft(
              time,
              draw.pick(this.#devices as [OwnDevice, ...OwnDevice[]]),
              hostedSite(draw, draw.chance(50) ? this.country : draw.pick(countryCodes), addresses),
            ),
            hard,
          },
        ];
      case 'ownScript':
        return [{ ...this.#draft(time, this.#devices[0] as OwnDevice, this.home), agent: draw.pick(scripts), hard }];
      default:
        return [
          draw.chance(3)
            ? this.#draft(time, draw.pick(this.#devices as [OwnDevice, ...OwnDevice[]]), this.#cafe())
            : { ...this.session(time), hard },
        ];
    }
  }

  #cafe(): Site {
    return fixedSite(this.#draw, this.country, this.#style.addresses);
  }

  #device(isPhone: boolean): OwnDevice {
    return { agent: this.#draw.pick(isPhone ? phones : desktops), lag: this.#draw.below(20), isPhone };
  }

  #agent({ agent, lag }: OwnDevice, time: number): string {
    const day = this.#style.versions === 'calendar' ? (time - epoch) / dayMs : this.#draw.below(400);
    return agent(day, lag);
  }

  #draft(time: number, device: OwnDevice, site: Site): Draft {
    const draw = this.#draw;
    const isSecond = this.isSecured && draw.chance(95);
    return {
      time,
      site,
      ip: site.address(draw),
      agent: this.#agent(device, time),
      aal: isSecond ? 'aal2' : 'aal1',
      methods: [this.usual, ...(isSecond ? [{ method: 'totp' }] : [])],
    };
  }
}
