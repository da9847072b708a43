import type { Device } from '../kratos/session.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

const bracketed = /^\[([^\]]*)\](?::\d+)?$/;
const withPort = /^([^:]+):\d+$/;

/** `address` without a port and without an IPv6 address's brackets; anything that is no address stays as it is. */
export function ipWithoutPort(address: string): string {
  const trimmed = address.trim();
  return bracketed.exec(trimmed)?.[1] ?? withPort.exec(trimmed)?.[1] ?? trimmed;
}

/** Where a session was created: "Berlin, DE", else "203.0.113.7"; undefined where the server holds neither. */
export function place(device: Device | undefined): string | undefined {
  const text = device?.location?.trim() || ipWithoutPort(device?.ipAddress ?? '');
  return text === '' ? undefined : visibleText(text, rowTextLimit);
}
