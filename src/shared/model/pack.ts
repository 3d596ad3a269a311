/** What a pack is to hold. */
export interface PackRequest {
  /** Ids of sources whose snapshots alone are wanted; empty: all snapshots, and the technique documents. */
  sources: readonly string[];
  /** A pack without `since` itself, to carry only what differs from it. */
  since: string | null;
  /** In PEM; null: not signed. */
  privateKey: string | null;
}

export interface PackedSource {
  id: string;
  commit: string | null;
  /** `YYYY-MM-DD` */
  date: string | null;
  resources: number;
}

/** A pack that was made. */
export interface MadePack {
  bytes: Uint8Array;
  sha256: string;
  /** Hash over what it stands for, whoever made it. */
  content: string;
  /** The `content` of its base; null: it stands alone. */
  since: string | null;
  /** null: not signed. */
  keyId: string | null;
  documents: number;
  sources: PackedSource[];
  /** Records that it carries, and does not only name. */
  carried: number;
}

/** A pack that was imported, or would be. */
export interface ImportedPack {
  file: string;
  /** Of the trusted key that it is signed with; null: not signed. */
  keyId: string | null;
  content: string;
  since: string | null;
  documents: number;
  sources: PackedSource[];
}

/** A key whose packs are taken. */
export interface TrustedKey {
  id: string;
  /** Whose it is, as the person who trusts it says. */
  name: string;
  /** In PEM. */
  publicKey: string;
  /** ISO-8601 UTC. */
  addedAt: string;
}
