namespace OcDtd.Fast.Cli.Reporting;

/// <summary>The style sheet inside every report.</summary>
internal static class ReportStyle
{
    // Neither '<' nor '&' may occur here: the sheet stands unescaped in markup that must also be XML.
    internal const string Css = """
        :root { color-scheme: light dark;
          --ink: #1d1f23; --faint: #5a5f69; --paper: #ffffff; --panel: #f5f6f8; --line: #d7dae0;
          --accent: #0a5c99; --warn: #9a4a00; --warn-panel: #fff4e5; --note-panel: #eef5fb; }
        @media screen and (prefers-color-scheme: dark) { :root {
          --ink: #e4e6ea; --faint: #a3a9b4; --paper: #16181c; --panel: #202329; --line: #3a3f48;
          --accent: #7cc0f4; --warn: #ffb566; --warn-panel: #33260f; --note-panel: #15283a; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
        h1, h2, h3 { line-height: 1.25; text-wrap: balance; break-after: avoid; }
        h1 { font-size: 1.9rem; margin: 0 0 .4rem; }
        h2 { font-size: 1.4rem; margin: 2.6rem 0 .7rem; }
        h3 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; }
        p { max-width: 46rem; margin: .7rem 0; overflow-wrap: break-word; }
        .subtitle { color: var(--faint); margin: 0 0 1.2rem; }
        .muted { color: var(--faint); }
        .scroll { overflow-x: auto; max-width: 100%; }
        .scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        table { border-collapse: collapse; margin: 1.1rem 0; font-size: .95rem; }
        caption { text-align: left; color: var(--faint); padding-bottom: .5rem; max-width: min(46rem, calc(100vw - 2.5rem)); }
        th, td { padding: .35rem .85rem; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
        thead th { border-bottom: 2px solid var(--ink); white-space: nowrap; }
        tbody th { font-weight: 400; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        thead th { vertical-align: bottom; }
        .group { text-align: center; border-bottom: 1px solid var(--line); }
        .further { display: block; color: var(--faint); font-size: .8rem; line-height: 1.35; font-weight: 400; }
        nav { margin: 1.5rem 0; padding: .9rem 1.1rem; background: var(--panel); border-radius: 6px; }
        nav p { margin: 0 0 .3rem; font-weight: 600; }
        nav ul { margin: 0; padding: 0; list-style: none; columns: 20rem; column-gap: 2rem; }
        nav li { padding: .12rem 0; break-inside: avoid; overflow-wrap: anywhere; }
        nav li.sub { padding-left: 1.2rem; font-size: .93rem; }
        nav li:has(+ li.sub) { break-after: avoid; }
        a { color: var(--accent); }
        nav a { text-decoration-thickness: 1px; text-underline-offset: .15em; }
        figure { margin: 1.5rem 0; break-inside: avoid; }
        img { display: block; max-width: 100%; height: auto; background: #ffffff; border-radius: 4px; }
        figcaption { color: var(--faint); font-size: .93rem; max-width: 46rem; margin-top: .6rem; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .2rem 1.5rem;
          margin: 1.1rem 0; padding: .9rem 1.1rem; background: var(--panel); border-radius: 6px; }
        dl div { padding: .25rem 0; }
        dl .long { grid-column: 1 / -1; }
        dt { color: var(--faint); font-size: .85rem; }
        dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        pre { background: var(--panel); border-radius: 6px; padding: .8rem 1.1rem; overflow-x: auto; margin: 1rem 0; }
        code { font: .9rem/1.5 ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; }
        .aside { border-left: 4px solid var(--accent); background: var(--note-panel); padding: .65rem 1rem; border-radius: 0 6px 6px 0; }
        .warning { border-color: var(--warn); background: var(--warn-panel); }
        @media screen and (max-width: 40rem) {
          main { padding: 1.2rem 1rem 3rem; }
          h1 { font-size: 1.5rem; }
          th, td { padding: .3rem .55rem; }
          img.wide { max-width: none; width: 44rem; } }
        @media print {
          @page { margin: 18mm; }
          html { font-size: 10pt; }
          img { max-height: 180mm; object-fit: contain; object-position: left top; }
          main { max-width: none; padding: 0; }
          .scroll, pre { overflow: visible; }
          .scroll, pre, tr, dl, .aside { break-inside: avoid; }
          pre { white-space: pre-wrap; border: 1px solid var(--line); }
          table { font-size: 8pt; }
          th, td { padding: 2pt 4pt; }
          thead { display: table-header-group; }
          thead th { white-space: normal; }
          caption { break-after: avoid; } }

        """;
}
