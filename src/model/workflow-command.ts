/**
 * JSON, or YAML with all its strings on one line, that means the same: the runner of a GitHub workflow obeys
 * `##[name …]` anywhere in a line, so none is left. `::name …::` is obeyed at a line's start alone, where no string stands.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommands(text: string): string {
  return text.replaceAll("##[", String.raw`##\u005b`);
}
