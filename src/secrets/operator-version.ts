/** Whether a version such as `2.9.0` or `v2.9` is that release or a later one. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [major, minor] = numbers(version);
  const [wantedMajor, wantedMinor] = numbers(wanted);
  return major === wantedMajor ? minor >= wantedMinor : major > wantedMajor;
}

function numbers(version: string): readonly [number, number] {
  const [, major = "0", minor = "0"] = /^v?([0-9]+)(?:[.]([0-9]+))?/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}
