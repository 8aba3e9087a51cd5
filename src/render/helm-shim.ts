/**
 * A POSIX shell script for `helmfile --helm-binary`: it calls `helm` and says on standard output, in
 * comments that start with `marker`, which release a text belongs to and why a release failed, so that
 * one failing release does not hide the others. `marker` must be unguessable: charts can print comments too.
 */
export function helmShim(marker: string): string {
  return `#!/bin/sh
if [ "$1" != template ]; then exec helm "$@"; fi
namespace= context= skip=
for argument in "$@"; do
  case "$skip" in
    --namespace) namespace=$argument ;;
    --kube-context) context=$argument ;;
  esac
  skip=$argument
  case "$argument" in
    --output-dir) exec helm "$@" ;;
    --namespace=*) namespace=\${argument#*=} ;;
    --kube-context=*) context=\${argument#*=} ;;
  esac
done
printf '%s release "%s" "%s" "%s"\\n' '${marker}' "$2" "$namespace" "$context"
exec 3>&1
said=$(helm "$@" 2>&1 >&3 3>&-)
status=$?
if [ $status -ne 0 ]; then
  printf '\\n%s failed\\n' '${marker}'
  printf '%s\\n' "$said" | while IFS= read -r line; do printf '%s said %s\\n' '${marker}' "$line"; done
fi
`;
}

/** The start of every line that the shim adds, for one run. */
export function markerOf(nonce: string): string {
  return `# keelson ${nonce}`;
}
