import { l10n } from 'vscode';
import type { SessionFacts } from '../core/origins/sessionFacts.ts';
import { deviceText } from './originText.ts';
import { shortText } from './visibleText.ts';

/** Names where a session came from: "Firefox on Linux, NL, 203.0.113.0/24 (AS64500 Example Net)". */
export function originTitle(facts: SessionFacts): string {
  const { country, isTor } = facts;
  return titleWith(isTor ? l10n.t('Tor') : country && shortText(country), facts);
}

/** Names where a session came from, with the city where it is known: "Firefox on Linux, Lagos, NG, 203.0.113.0/24". */
export function originTitleWithCity(facts: SessionFacts): string {
  const { country, location, place, isTor } = facts;
  const isStored = country !== undefined && location?.trimEnd().endsWith(country);
  const parts = isTor ? [l10n.t('Tor')] : isStored ? [location] : [place?.city, country];
  return titleWith(parts.flatMap((part) => (part ? [shortText(part)] : [])).join(', '), facts);
}

function titleWith(placeText: string | undefined, { device, network, place }: SessionFacts): string {
  const operator = place?.operator === undefined ? undefined : shortText(place.operator);
  const parts = [
    device === undefined ? l10n.t('No device recorded') : deviceText(device),
    placeText,
    network === undefined ? l10n.t('no address') : operator ? `${network.name} (${operator})` : network.name,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
