const none: readonly string[] = [];

/** The ids of sessions that a look-up found, by the identity whose they are, in the order they were found. */
export class FoundSessions {
  readonly #ids = new Map<string, readonly string[]>();

  of(identityId: string): readonly string[] {
    return this.#ids.get(identityId) ?? none;
  }

  has(identityId: string, sessionId: string): boolean {
    return this.of(identityId).includes(sessionId);
  }

  /** The identity that this session was found for. */
  owner(sessionId: string): string | undefined {
    for (const [identityId, ids] of this.#ids) {
      if (ids.includes(sessionId)) {
        return identityId;
      }
    }
    return undefined;
  }

  pin(identityId: string, sessionId: string): void {
    if (!this.has(identityId, sessionId)) {
      this.#ids.set(identityId, [...this.of(identityId), sessionId]);
    }
  }

  /** False when it was not among them. */
  unpin(identityId: string, sessionId: string): boolean {
    const was = this.has(identityId, sessionId);
    this.#ids.set(
      identityId,
      this.of(identityId).filter((id) => id !== sessionId),
    );
    return was;
  }

  clear(identityId: string): void {
    this.#ids.delete(identityId);
  }
}
