const none: readonly string[] = [];

/** The ids of the sessions that look-ups found, by identity, in the order they were found. */
export class FoundSessions {
  readonly #ids = new Map<string, readonly string[]>();

  of(identityId: string): readonly string[] {
    return this.#ids.get(identityId) ?? none;
  }

  has(identityId: string, sessionId: string): boolean {
    return this.of(identityId).includes(sessionId);
  }

  /** Returns the identity that this session was found for. */
  owner(sessionId: string): string | undefined {
    for (const [identityId, ids] of this.#ids) {
      if (ids.includes(sessionId)) {
        return identityId;
      }
    }
    return undefined;
  }

  identityIds(): Iterable<string> {
    return this.#ids.keys();
  }

  pin(identityId: string, sessionId: string): void {
    if (!this.has(identityId, sessionId)) {
      this.#ids.set(identityId, [...this.of(identityId), sessionId]);
    }
  }

  /** Returns false if it was not among them. */
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
