import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OutisError, type Role, roles } from '@outis/core';
import * as client from 'openid-client';
import type { Config } from '../config/config-schema.ts';
import { networkOf } from './throttle.ts';

type OidcConfig = NonNullable<Config['http']['oidc']>;

/** How long somebody may take to sign in at the other service, and how many at the same time: of one network, and of all. */
const pendingMsMax = 10 * 60_000;
const pendingPerNetworkMax = 50;
const pendingMax = 5_000;

interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly network: string;
  readonly startedMs: number;
}

/** Whom the other service vouches for. */
export interface Vouched {
  /** Issuer and subject: the one thing that never changes. */
  readonly subject: string;
  readonly name: string;
  /** None for somebody who may not come in. */
  readonly roles: readonly Role[];
}

/** Signing in at another service: OpenID Connect, code flow with PKCE, state and nonce, by `openid-client`. */
export class Oidc {
  readonly name: string;
  readonly #config: OidcConfig;
  readonly #nowMs: () => number;
  readonly #pending = new Map<string, Pending>();
  #found: Promise<client.Configuration> | null = null;

  constructor(config: OidcConfig, nowMs: () => number) {
    this.name = config.name;
    this.#config = config;
    this.#nowMs = nowMs;
  }

  /** Where to send the browser, and the secret that it has to bring back in a cookie. Throws `oidc-failed`. */
  async start(
    redirectUri: string,
    address: string,
  ): Promise<{ readonly location: string; readonly secret: string }> {
    return this.#tell(async () => {
      const found = await this.#discover();
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const location = client.buildAuthorizationUrl(found, {
        redirect_uri: redirectUri,
        scope: this.#config.scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      const secret = randomBytes(32).toString('base64url');
      const network = networkOf(address);
      this.#forget();
      this.#makeRoom(network);
      this.#pending.set(secret, { verifier, state, nonce, redirectUri, network, startedMs: this.#nowMs() });
      return { location: location.href, secret };
    });
  }

  /** Whom the other service vouches for. `query` is that of the way back. Throws `oidc-failed`. */
  async finish(secret: string | undefined, query: string): Promise<Vouched> {
    this.#forget();
    const pending = this.#pending.get(secret ?? '');
    if (pending === undefined) throw new OutisError('oidc-failed', 'it was not begun here, or took too long');
    this.#pending.delete(secret ?? '');
    return this.#tell(async () => {
      const found = await this.#discover();
      const tokens = await client.authorizationCodeGrant(found, new URL(`${pending.redirectUri}?${query}`), {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      });
      const idClaims = tokens.claims();
      if (idClaims === undefined) throw new OutisError('oidc-failed', 'there is no ID token');
      const more =
        found.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await client.fetchUserInfo(found, tokens.access_token, idClaims.sub);
      const claims: Record<string, unknown> = { ...more, ...idClaims };
      const name = claims[this.#config.nameClaim];
      return {
        subject: `${idClaims.iss} ${idClaims.sub}`,
        name: typeof name === 'string' ? name : idClaims.sub,
        roles: this.#rolesOf(claims[this.#config.rolesClaim]),
      };
    });
  }

  /** The roles that a claim gives; a dpo is nothing else. */
  #rolesOf(claim: unknown): Role[] {
    const values = new Set([claim].flat().map(String));
    const given = roles.filter((role) => this.#config.roles[role]?.some((value) => values.has(value)));
    return given.includes('dpo') ? ['dpo'] : given;
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecretFile } = this.#config;
    const url = new URL(issuer);
    this.#found ??= client.discovery(
      url,
      clientId,
      clientSecretFile === undefined ? undefined : readFileSync(clientSecretFile, 'utf8').trim(),
      undefined,
      {
        execute: [
          // The signature of the ID token counts, too, not only where it was fetched from.
          client.enableNonRepudiationChecks,
          // The configuration permits http on this machine only.
          ...(url.protocol === 'http:' ? [client.allowInsecureRequests] : []),
        ],
        timeout: 10,
      },
    );
    return this.#found;
  }

  async #tell<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof OutisError) throw error;
      // The next attempt looks for the service again.
      this.#found = null;
      throw new OutisError('oidc-failed', (error as Error).message.slice(0, 200), { cause: error });
    }
  }

  /** Forgets whoever took too long. */
  #forget(): void {
    const oldestMs = this.#nowMs() - pendingMsMax;
    for (const [secret, { startedMs }] of this.#pending)
      if (startedMs < oldestMs) this.#pending.delete(secret);
  }

  /** Of too many those that began first go, those of the same network before others: nobody pushes everybody else out. */
  #makeRoom(network: string): void {
    const all = [...this.#pending.keys()];
    const own = all.filter((secret) => this.#pending.get(secret)!.network === network);
    if (own.length >= pendingPerNetworkMax) this.#pending.delete(own[0]!);
    else if (all.length >= pendingMax) this.#pending.delete(all[0]!);
  }
}
