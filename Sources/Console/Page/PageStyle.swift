/// How the page looks: calm, readable in the sun and at night, and on a phone.
enum PageStyle {
    static let css = """
        :root {
          --paper: #f5f4f0; --card: #fffefb; --ink: #1d2322; --quiet: #646b69; --line: #e3e1d8;
          --free: #3f7d58; --busy: #0f6b85; --waiting: #96650c; --faulty: #b2352b; --off: #7b807e;
          --shade: 0 1px 2px rgb(40 40 30 / .06), 0 4px 16px rgb(40 40 30 / .04);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #131617; --card: #1b2021; --ink: #e9e7e1; --quiet: #9aa19e; --line: #2c3334;
            --free: #74bd91; --busy: #62bcd8; --waiting: #dcaa4d; --faulty: #f08578; --off: #8f9694; --shade: none;
          }
        }
        * { box-sizing: border-box; margin: 0; }
        [hidden] { display: none !important; }
        body {
          max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
          font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%;
        }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between; }
        h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
        h2 { font-size: .95rem; font-weight: 600; color: var(--quiet); margin: 2.25rem 0 .75rem; }
        code { font: .92em ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .quiet { color: var(--quiet); }
        .small { font-size: .875rem; }
        .badge { display: inline-flex; gap: .5rem; align-items: center; font-weight: 600; color: var(--tone); }
        .badge::before, .word::before {
          content: ""; flex: none; width: .65em; height: .65em; border-radius: 50%; background: var(--tone);
        }
        header .badge {
          padding: .35rem .9rem; border-radius: 2rem; background: var(--card); border: 1px solid var(--line);
        }
        header .badge:empty { display: none; }
        .free { --tone: var(--free); } .busy { --tone: var(--busy); } .waiting { --tone: var(--waiting); }
        .faulty { --tone: var(--faulty); } .off { --tone: var(--off); }
        .cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
        .card, .list > *, .table {
          background: var(--card); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shade);
        }
        .card { padding: 1rem 1.15rem 1.05rem; border-top: 3px solid var(--tone); display: flex; flex-direction: column; }
        .card .place { font-weight: 600; overflow-wrap: anywhere; }
        .word { display: flex; gap: .55rem; align-items: baseline; font-size: 1.2rem; font-weight: 600; color: var(--tone);
          margin: .35rem 0 .1rem; }
        .word::before { align-self: center; }
        .faulty .word::before { border-radius: 2px; transform: rotate(45deg); }
        .waiting .word::before { border-radius: 2px; }
        .off .word::before { background: none; border: 2px solid var(--tone); }
        .busy .word::before { animation: breathe 2.4s ease-in-out infinite; }
        @keyframes breathe { 50% { opacity: .35; } }
        @media (prefers-reduced-motion: reduce) { .busy .word::before { animation: none; } }
        .amount { font-size: 1.9rem; line-height: 1.25; font-weight: 650; letter-spacing: -.02em; margin-top: .5rem; }
        .amount span { font-size: 1rem; font-weight: 500; letter-spacing: 0; color: var(--quiet); margin-left: .3rem; }
        .card .foot { margin-top: auto; padding-top: .8rem; overflow-wrap: anywhere; }
        .list { display: grid; gap: .75rem; }
        .list > * { padding: .85rem 1.15rem; border-left: 3px solid var(--tone, var(--line)); }
        .list .line { display: flex; flex-wrap: wrap; gap: .1rem 1rem; justify-content: space-between; }
        .list strong { font-weight: 600; overflow-wrap: anywhere; }
        .columns { display: grid; gap: 0 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
        .table { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { text-align: left; padding: .55rem .6rem; vertical-align: baseline; }
        th { font-size: .8rem; font-weight: 500; color: var(--quiet); white-space: nowrap; }
        td { border-top: 1px solid var(--line); }
        th:first-child, td:first-child { padding-left: 1.15rem; }
        th:last-child, td:last-child { padding-right: 1.15rem; }
        td.number, th.number { text-align: right; white-space: nowrap; }
        td.number { font-weight: 600; }
        td.running { color: var(--busy); font-weight: 600; }
        .empty { padding: 1.1rem 1.15rem; color: var(--quiet); }
        footer { margin-top: 2.5rem; font-size: .875rem; overflow-wrap: anywhere; }
        body.stale main { opacity: .55; }
        @media (max-width: 40rem) {
          body { padding: 1.25rem 1rem 2.5rem; }
          table, tbody, tr { display: block; }
          thead { display: none; }
          tr { position: relative; padding: .7rem 1.15rem; }
          tr + tr { border-top: 1px solid var(--line); }
          td, td:first-child, td:last-child { display: inline; border: 0; padding: 0; font-size: .875rem; color: var(--quiet); }
          td:first-child { display: block; padding-right: 8rem; font-size: 1rem; font-weight: 600; color: var(--ink); }
          td.number { position: absolute; top: .7rem; right: 1.15rem; font-size: 1rem; color: var(--ink); }
          td.running { color: var(--busy); }
          td:nth-child(n+3):not(.number):not(:empty)::before { content: " · "; font-weight: 400; color: var(--quiet); }
          td:nth-child(3):not(.running)::before { content: " – " !important; }
          td:empty { display: none; }
        }

        """
}
