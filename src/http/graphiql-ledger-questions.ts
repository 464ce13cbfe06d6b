/** Questions about the ledger itself: what changed, under which terms it stands, and who asks. */
import type { PreparedTab } from './graphiql-market-tabs.ts'

export const LEDGER_QUESTIONS = {
  corrections: {
    title: 'What was corrected',
    query: `# What was said here and is said no more: why, and
# what stands in its place.
query Corrections {
  corrections(first: 50) {
    totalCount
    nodes {
      reason
      note
      revision {
        number
        time
      }
      fact {
        question
      }
      before {
        text
      }
      after {
        text
      }
    }
  }
}
`,
  },
  licences: {
    title: 'Sources and licences',
    query: `# Under which terms each source may be passed on,
# and the line to print beside its numbers.
query Licences {
  sources(first: 100) {
    totalCount
    nodes {
      title
      url
      publisher {
        name
      }
      attribution
      licence {
        code
        name
        url
      }
      redistributable
    }
  }
}
`,
  },
  revisions: {
    title: 'The newest revisions',
    query: `# What changed in the ledger, newest first. Each
# answer can be had again as of any of these.
query Revisions {
  revisions(first: 50) {
    nodes {
      number
      time
      summary
    }
  }
}
`,
  },
  myLimits: {
    title: 'What my key may do',
    query: `# What the key that you send may do, and what is
# left of its limits. Works without a key too.
query MyLimits {
  me {
    scopes
    limits {
      name
      limit
      left
      resetSeconds
    }
  }
}
`,
  },
} satisfies Record<string, PreparedTab>
