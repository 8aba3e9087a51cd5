/** Do `work` while no other process of this machine does work under the same lock folder. */
export function withLock<Result>(
  folder: string,
  say: (text: string) => void,
  work: () => Promise<Result>,
): Promise<Result>;
