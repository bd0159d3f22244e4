/** The MongoDB engine against what is said of takers, each test on an empty database. */
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { closeMongo, emptyDatabase } from '../mongo-server';
import { takersContract } from './takers-contract';

takersContract('MongoDB', {
  place: () => emptyDatabase(),
  open: (place) => openMongoStore({ url: place }),
  remove: () => Promise.resolve(),
});
afterAll(closeMongo);
