#!/bin/bash
# Makes the topics of topics.txt (name, partitions, copies, then settings key=value) as they are wanted, and
# sets the cluster properties of properties.txt (name, then its value) where the brokers are our own. What is
# there already is kept: settings follow, partitions only grow, copies stay as they were made.
set -euo pipefail

until listed=$(rpk topic list --internal); do
  echo "waiting for $RPK_BROKERS"
  sleep 2
done

while read -r name value; do
  rpk cluster config set "$name" "$value"
done </files/properties.txt

while read -r name partitions copies settings; do
  found=$(awk -v name="$name" '$1 == name { print $2 }' <<<"$listed")
  if [ -z "$found" ]; then
    create=()
    for setting in $settings; do create+=(--topic-config "$setting"); done
    # A Connect worker may have made its own in the meantime.
    rpk topic create "$name" --if-not-exists --partitions "$partitions" --replicas "$copies" "${create[@]}"
    continue
  fi
  alter=()
  for setting in $settings; do alter+=(--set "$setting"); done
  if [ ${#alter[@]} -gt 0 ]; then rpk topic alter-config "$name" "${alter[@]}"; fi
  if [ "$found" -lt "$partitions" ]; then
    rpk topic add-partitions "$name" --num $((partitions - found))
  fi
done </files/topics.txt
echo "all topics are there"
