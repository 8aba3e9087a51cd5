#!/bin/sh
# Download pinned files before the main container starts; one whose checksum differs stops the pod.
# FILES      a line for each: SHA-256, how to unpack (none, zip, tar), target below TARGET_DIR, address
# TARGET_DIR folder they go to, shared with the main container
set -eu

check() {
  actual=$(sha256sum "$1" | cut -d ' ' -f 1)
  [ "$actual" = "$2" ] || {
    echo "$3: SHA-256 is $actual, not the pinned $2; nothing of it was used" >&2
    exit 1
  }
}

echo "$FILES" | while read -r sum how target address; do
  [ -n "$sum" ] || continue
  file="$TARGET_DIR/$target"
  mkdir -p "$(dirname "$file")"
  curl --fail --silent --show-error --location --proto '=http,https' --proto-redir '=http,https' \
    --retry 5 --retry-connrefused --retry-max-time 300 --connect-timeout 20 --max-time 900 \
    --output "$file.part" "$address"
  check "$file.part" "$sum" "$address"
  case "$how" in
    none) mv "$file.part" "$file" ;;
    zip) mkdir -p "$file" && unzip -q -o "$file.part" -d "$file" && rm "$file.part" ;;
    tar) mkdir -p "$file" && tar -xf "$file.part" -C "$file" && rm "$file.part" ;;
    *) echo "$target: cannot unpack by $how" >&2 && exit 1 ;;
  esac
  echo "fetched $target"
done
