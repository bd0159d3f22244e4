/**
 * What every storage engine is held to, in the port's words. Enters: the engine's name and how to open it, empty. Leaves: tests.
 * Each test has a store of its own. It never looks behind the port.
 */
import type { Store } from '../../src/ports/store';
import { acceptContract } from './accept-contract';
import { answerContract } from './answer-contract';
import { attributeContract } from './attribute-contract';
import { claimContract } from './claim-contract';
import { commitContract } from './commit-contract';
import { conversionContract } from './conversion-contract';
import { costContract } from './cost-contract';
import { deliverContract } from './deliver-contract';
import { forgetContract } from './forget-contract';
import { lifeContract } from './life-contract';
import { listContract } from './list-contract';
import { optOutContract } from './opt-out-contract';
import { parkContract } from './park-contract';
import { poisonContract } from './poison-contract';
import { rateContract } from './rate-contract';
import { recordContract } from './record-contract';
import { surveyContract } from './survey-contract';
import { sweepContract } from './sweep-contract';
import { testSendContract } from './test-send-contract';

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Store>;
  /** Closes what is open and removes the data. */
  close(): Promise<void>;
}

/** The store of the running test. */
export type At = () => OpenedStore;

export function storeContract(engine: string, open: () => Promise<OpenedStore>): void {
  describe(`the ${engine} store`, () => {
    let opened: OpenedStore | null = null;
    const at: At = () => {
      if (opened === null) throw new Error('No store is open.');
      return opened;
    };
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      const last = opened;
      opened = null;
      await last?.close();
    });
    describe('accept', () => acceptContract(at));
    describe('attribute', () => attributeContract(at));
    describe('commit', () => commitContract(at));
    describe('deliver', () => deliverContract(at));
    describe('claims', () => claimContract(at));
    describe('park', () => parkContract(at));
    describe('conversions', () => conversionContract(at));
    describe('sweep', () => sweepContract(at));
    describe('rates and forgetting', () => rateContract(at));
    describe('costs', () => costContract(at));
    describe('opt-outs', () => optOutContract(at));
    describe('keep', () => forgetContract(at));
    describe('poison and replay', () => poisonContract(at));
    describe('record', () => listContract(at));
    describe('survey', () => surveyContract(at));
    describe('test', () => testSendContract(at));
    describe('manage', () => recordContract(at));
    describe('answers', () => answerContract(at));
    describe('life', () => lifeContract(at));
  });
}
