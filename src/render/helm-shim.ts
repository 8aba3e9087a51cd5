export interface HelmShim {
  /** See `markerOf`. */
  readonly marker: string;
  readonly locks: string;
  /** A folder beside the values files that Helmfile writes. */
  readonly kept: string;
  /** A file that says what `helm version --short` says, once that is known. */
  readonly version: string;
}

/**
 * A POSIX shell script for `helmfile --helm-binary`: it calls `helm` and says on standard output, in
 * comments that start with `marker`, which release a text belongs to and why a release failed, so that
 * one failing release does not hide the others. `marker` must be unguessable: charts can print comments too.
 * `locks` is a folder of the repository's own where calls take turns. Values files of a call are linked into
 * `kept`, where that folder is there. Helmfile asks for the version before all else: what `version` says need not
 * be found out again.
 */
export function helmShim({ marker, locks, kept, version }: HelmShim): string {
  return `#!/bin/sh
version=${quote(version)}
if [ "$*" = "version --short" ] && [ -s "$version" ]; then exec cat "$version"; fi
${takeTurns(locks)}if [ "$1" != template ]; then exec helm "$@"; fi
kept=${quote(kept)}
keep() {
  if [ -d "$kept" ] && [ "\${1%/*}" = "\${kept%/*}" ]; then ln -f "$1" "$kept/"; fi
}
namespace= context= skip=
for argument in "$@"; do
  case "$skip" in
    --namespace) namespace=$argument ;;
    --kube-context) context=$argument ;;
    --values) keep "$argument" ;;
  esac
  skip=$argument
  case "$argument" in
    --output-dir) exec helm "$@" ;;
    --namespace=*) namespace=\${argument#*=} ;;
    --kube-context=*) context=\${argument#*=} ;;
  esac
done
printf '%s release "%s" "%s" "%s"\\n' '${marker}' "$2" "$namespace" "$context"
if [ -d "$locks/builds" ]; then take; fi
exec 3>&1
said=$(helm "$@" 2>&1 >&3 3>&-)
status=$?
if [ $status -ne 0 ]; then
  if [ $status -gt 128 ]; then said="$said
Error: helm was ended by signal $((status - 128))"; fi
  printf '\\n%s failed\\n' '${marker}'
  printf '%s\\n' "$said" | while IFS= read -r line; do printf '%s said %s\\n' '${marker}' "$line"; done
fi
`;
}

/**
 * Helm moves a chart's own folders about while it builds dependencies, and renders side by side read the same
 * charts. So once dependencies are built in a repository, its builds and templates take turns, by a lock that
 * ends with the process that holds it.
 */
function takeTurns(locks: string): string {
  return `locks=${quote(locks)}
take() {
  until mkdir "$locks/held" 2>/dev/null; do
    holder=$(cat "$locks/held/pid" 2>/dev/null)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$locks/held"; else sleep 0.05; fi
  done
  echo $$ > "$locks/held/pid"
  trap 'rm -rf "$locks/held"' EXIT
}
if [ "$1" = dependency ]; then
  if mkdir -p "$locks/builds" 2>/dev/null; then take; fi
  helm "$@"
  exit $?
fi
`;
}

/** A word of the shell that says just this text. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The start of every line that the shim adds, for one run. */
export function markerOf(nonce: string): string {
  return `# keelson ${nonce}`;
}
