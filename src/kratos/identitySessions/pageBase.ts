/**
 * How a server counts the pages of an identity's sessions, remembered for one connection. Every Kratos to date counts
 * from 1 and answers page 0 like page 1; one that is mended will count from 0.
 */
export interface PageBase {
  countsFrom: 0 | 1 | undefined;
}
