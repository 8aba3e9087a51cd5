import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import forge from "node-forge";

interface Credentials {
  readonly password: string;
  readonly algorithm: string;
}
interface User extends Credentials {
  readonly username?: string;
}

/** Redpanda's user API over TLS, as far as the chart's script speaks to it, with its ways to refuse and to send on. */
export class AdminApi {
  readonly users: Map<string, Credentials> = new Map<string, Credentials>();
  readonly certificate: string;
  /** The next change is sent on to ourselves, as by a broker that does not lead. */
  sendsOn = false;
  readonly #admin: string;
  readonly #authorization: string;
  readonly #server: ReturnType<typeof createServer>;

  constructor(admin: { readonly username: string; readonly password: string }) {
    const { key, certificate } = selfSigned();
    this.certificate = certificate;
    this.#admin = admin.username;
    const pair = `${admin.username}:${admin.password}`;
    this.#authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
    this.#server = createServer({ key, cert: certificate }, (request, response) => {
      void this.#serve(request, response);
    });
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(0, "localhost", resolve);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const { method = "GET", url = "/", headers } = request;
    const names = JSON.stringify([...this.users.keys(), this.#admin]);
    if (headers.authorization !== this.#authorization) {
      response.writeHead(403).end();
    } else if (method === "GET") {
      response.writeHead(200).end(names);
    } else if (this.sendsOn) {
      this.sendsOn = false;
      response.writeHead(307, { location: `https://localhost:${this.port}${url}` }).end();
    } else {
      response.writeHead(this.#change(method, url, text)).end("{}");
    }
  }

  #change(method: string, url: string, text: string): number {
    const user: unknown = JSON.parse(text);
    if (!isUser(user)) return 400;
    const name = (method === "POST" ? user.username : url.split("/").at(-1)) ?? "";
    const isKnown = this.users.has(name) || name === this.#admin;
    if (name === "" || isKnown !== (method === "PUT")) return 400;
    this.users.set(name, { password: user.password, algorithm: user.algorithm });
    return 200;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function isUser(value: unknown): value is User {
  return typeof value === "object" && value !== null && "password" in value && "algorithm" in value;
}

function selfSigned(): { readonly key: string; readonly certificate: string } {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date("2020-01-01");
  certificate.validity.notAfter = new Date("2120-01-01");
  const name = [{ name: "commonName", value: "localhost" }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: "basicConstraints", cA: true },
    { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
  ]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return {
    key: forge.pki.privateKeyToPem(keys.privateKey),
    certificate: forge.pki.certificateToPem(certificate),
  };
}
