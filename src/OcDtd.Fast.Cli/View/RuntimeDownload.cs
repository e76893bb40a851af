using System.ComponentModel;
using System.Diagnostics;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.View;

/// <summary>Gets the page's runtime with the user's npm, which checks every package against the digests of the embedded lock file.</summary>
internal static class RuntimeDownload
{
    private static readonly string s_instead =
        $"get the npm package {RuntimeFiles.PackageName} {RuntimeFiles.Version} yourself and name its folder 'dist' with --runtime DIR";

    /// <summary>Fills a folder that is whole or absent: npm works in a neighbour of it, which is gone afterwards.</summary>
    /// <exception cref="InputException">There is no npm, or it failed.</exception>
    internal static void Into(string folder, RunContext context)
    {
        string parent = Path.GetDirectoryName(folder)!;
        string work = Path.Combine(parent, $".{Path.GetFileName(folder)}.{Guid.NewGuid():N}.tmp");
        context.Note($"npm gets {RuntimeFiles.PackageName} {RuntimeFiles.Version}, once, into {folder}");
        try
        {
            Directory.CreateDirectory(work);
            foreach (string name in new[] { EmbeddedPage.Package, EmbeddedPage.PackageLock })
                Copy(name, work);
            RunNpm(work, context.Cancellation);
            Publish(Path.Combine(work, "node_modules", RuntimeFiles.PackageName, "dist"), Path.Combine(work, "files"), folder);
        }
        finally
        {
            if (Directory.Exists(work))
                Directory.Delete(work, recursive: true);
        }
    }

    private static void Copy(string name, string folder)
    {
        using Stream embedded = EmbeddedPage.Open(name);
        using FileStream file = File.Create(Path.Combine(folder, name));
        embedded.CopyTo(file);
    }

    private static void RunNpm(string folder, CancellationToken cancellation)
    {
        using Process npm = StartNpm(folder);
        Task<string> output = npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        using (cancellation.Register(() => npm.Kill(entireProcessTree: true)))
            npm.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (npm.ExitCode == 0)
            return;

        string said = $"{error.GetAwaiter().GetResult()}\n{output.GetAwaiter().GetResult()}";
        string? first = Array.Find(said.Split('\n'), line => line.Trim().Length > 0);
        throw new InputException($"npm ended with exit code {npm.ExitCode} ({PlainText.OneLine(first ?? "without a word")}); {s_instead}.");
    }

    private static Process StartNpm(string folder)
    {
        string[] arguments = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InputException($"npm was not found, which gets the page's runtime; install Node.js, or {s_instead}.", e);
        }
    }

    // Three files of a hundred megabytes: the rest goes with the work folder.
    private static void Publish(string source, string staged, string folder)
    {
        Directory.CreateDirectory(staged);
        foreach (string name in RuntimeFiles.Names)
            File.Move(Path.Combine(source, name), Path.Combine(staged, name));
        try
        {
            if (Directory.Exists(folder)) // Someone took files out of it, or it would not have been missing any.
                Directory.Delete(folder, recursive: true);
            Directory.Move(staged, folder);
        }
        catch (IOException) when (RuntimeFiles.Missing(folder) is null)
        {
            // Another 'ocdtd view' was faster.
        }
    }
}
