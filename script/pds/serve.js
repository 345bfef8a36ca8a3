// A directory of accounts and a server for them, on loopback and with nothing kept: `node serve.js FOLDER`. It says its
// port in JSON once it answers, and ends when its input does, so that nothing is left where the tests were killed.
import { randomBytes } from 'node:crypto'
import pds from '@atproto/pds'
import plc from '@did-plc/server'

const [folder] = process.argv.slice(2)
const secret = () => randomBytes(32).toString('hex')
const directory = await plc.PlcServer.create({ db: plc.Database.mock(), port: 0 }).start()
const settings = {
  port: 0,
  hostname: 'pds.test',
  devMode: true,
  dataDirectory: folder,
  blobstoreDiskLocation: `${folder}/blobs`,
  didPlcUrl: `http://127.0.0.1:${directory.address().port}`,
  inviteRequired: false,
  // Limits hold for whoever says that the request came from elsewhere, and not for all the tests together.
  rateLimitsEnabled: true,
  rateLimitBypassIps: ['127.0.0.1', '::ffff:127.0.0.1'],
  dpopSecret: secret(),
  jwtSecret: secret(),
  adminPassword: secret(),
  plcRotationKeyK256PrivateKeyHex: secret(),
}
const server = await pds.PDS.create(pds.envToCfg(settings), pds.envToSecrets(settings))
const { port } = (await server.start()).address()
console.log(JSON.stringify({ port }))
process.stdin.resume().on('end', () => process.exit(0))
