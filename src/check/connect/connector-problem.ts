/** What is wrong with one key of a connector's configuration. */
export interface ConnectorProblem {
  readonly key: string;
  readonly says: string;
  readonly fix: string;
}
