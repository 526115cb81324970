// Starts a Bluesky on this machine from @atproto/dev-env, says in one line of JSON where it is, and ends with its stdin.
// Arguments: the folder that holds node_modules, "pds" or "full", and the address of a chat service.
'use strict'

const net = require('node:net')
const { createRequire } = require('node:module')
const path = require('node:path')

const [folder, size, chat] = process.argv.slice(2)
const need = createRequire(path.join(folder, 'package.json'))

// whatever listens, listens to this machine alone
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...given) {
  if (typeof given[0] === 'number') given.splice(1, typeof given[1] === 'string' ? 1 : 0, '127.0.0.1')
  else if (given[0] && typeof given[0] === 'object' && 'port' in given[0]) given[0] = { ...given[0], host: '127.0.0.1' }
  return listen.apply(this, given)
}

async function chatDid(plcUrl) {
  const plc = createRequire(need.resolve('@atproto/dev-env'))('@did-plc/lib')
  const { Secp256k1Keypair } = createRequire(need.resolve('@atproto/dev-env'))('@atproto/crypto')
  const key = await Secp256k1Keypair.create()
  const operation = await plc.signOperation(
    {
      type: 'plc_operation',
      verificationMethods: { atproto: key.did() },
      rotationKeys: [key.did()],
      alsoKnownAs: [],
      services: { bsky_chat: { type: 'BskyChatService', endpoint: chat } },
      prev: null,
    },
    key,
  )
  const did = await plc.didForCreateOp(operation)
  await new plc.Client(plcUrl).sendOperation(did, operation)
  return did
}

async function main() {
  const { TestNetwork, TestNetworkNoAppView } = need('@atproto/dev-env')
  const network = size === 'full' ? await TestNetwork.create({}) : await TestNetworkNoAppView.create({})
  const told = { pds: network.pds.url.replace('localhost', '127.0.0.1'), plc: network.plc.url, chat: await chatDid(network.plc.url) }
  process.stdout.write(`\n${JSON.stringify(told)}\n`)
  process.stdin.resume()
  process.stdin.on('end', () => process.exit(0))
}

main().catch((error) => {
  process.stderr.write(`${error && error.stack}\n`)
  process.exit(1)
})
