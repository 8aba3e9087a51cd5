import { expect, test } from "vitest";
import { locateTemplates } from "./chart-paths.ts";

const shop = `name: shop
dependencies:
- {name: db, alias: store, version: 1.0.0}
- {name: cache, repository: "file://../shared/cache"}
`;
const locate = locateTemplates([
  { path: "charts/the-shop/Chart.yaml", text: shop },
  { path: "charts/the-shop/templates/deep/x.yaml", text: "" },
  { path: "charts/the-shop/charts/database/Chart.yaml", text: "name: db" },
  { path: "charts/the-shop/charts/database/templates/x.yaml", text: "" },
  { path: "charts/shared/cache/Chart.yaml", text: "name: cache" },
  { path: "charts/shared/cache/templates/x.yaml", text: "" },
  { path: "one/Chart.yaml", text: "name: twin" },
  { path: "one/templates/x.yaml", text: "" },
  { path: "two/Chart.yaml", text: "name: twin" },
  { path: "two/templates/x.yaml", text: "" },
  { path: "two/templates/y.yaml", text: "" },
  { path: "broken/Chart.yaml", text: "{" },
]);

test.each([
  ["shop/templates/deep/x.yaml", "charts/the-shop/templates/deep/x.yaml"],
  ["shop/charts/store/templates/x.yaml", "charts/the-shop/charts/database/templates/x.yaml"],
  ["shop/charts/cache/templates/x.yaml", "charts/shared/cache/templates/x.yaml"],
  ["twin/templates/y.yaml", "two/templates/y.yaml"],
])("%s is %s", (template, path) => {
  expect(locate(template)).toBe(path);
});

test.each(["twin/templates/x.yaml", "other/templates/x.yaml", "shop/templates/none.yaml", "x"])(
  "%s is nowhere, or in more than one place",
  (template) => {
    expect(locate(template)).toBeUndefined();
  },
);
