class UnusableValueError extends Error {}

/** Throws the reason why a value cannot be used: one sentence that does not repeat a secret. */
export function refuse(problem: string): never {
  throw new UnusableValueError(problem);
}

/** Returns what `read` returns, or what `otherwise` returns for the reason why `read` refuses its value. */
export function readOr<Value, Other>(read: () => Value, otherwise: (problem: string) => Other): Value | Other {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnusableValueError) {
      return otherwise(error.message);
    }
    throw error;
  }
}

/** Returns the reason why `read` refuses its value, if it does. */
export function problemOf(read: () => unknown): string | undefined {
  return readOr(
    () => void read(),
    (problem) => problem,
  );
}
