/**
 * What GitHub's runner would take for a command: `::name …::` at the start of a line, `##[name …]` anywhere. A line
 * ends at a line feed alone, and between two colons there may be what shows nothing.
 */
const commands = /(?<![^\n])(?=[^\S\n]*::[a-z][^\n]*:\p{DI}*:)|(?<=##)(?=\[)/giu;
const controls = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Text that came from files, manifests or tools, made safe for a terminal and a workflow's log: no control but
 * line ends and tabs, and nothing that the runner obeys.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function plain(text: string): string {
  return text.replaceAll(controls, "\uFFFD").replaceAll(commands, "\uFFFD");
}
