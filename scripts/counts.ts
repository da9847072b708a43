/** The result of a suite. `failed` includes what prevented it from running. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Returns the counts of a suite from its report and its exit code. A suite without tests, or with a bad exit code and
 * no failed test, has failed once.
 */
export function honestCounts(name: string, report: Counts | undefined, endedWell: boolean): Counts {
  const counts = report ?? { passed: 0, failed: 0, skipped: 0 };
  if (counts.failed > 0 || (endedWell && counts.passed > 0)) {
    return counts;
  }
  console.log(counts.passed === 0 ? `${name}: ran no test.` : `${name}: its tests passed, but the program failed.`);
  return { ...counts, failed: 1 };
}
