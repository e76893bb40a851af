using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Tests.Shared;

/// <summary>Where tests find the golden cases (in this repository) and the evaluation data (outside it).</summary>
internal static class SharedFiles
{
    /// <summary>The repository's root: the folder that holds the solution.</summary>
    internal static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Path of a golden case or of the folder that holds them.</summary>
    internal static string Golden(string name = "") => Path.Combine(RepositoryRoot, "tests", "golden", name);

    /// <summary>Path of an oracle script.</summary>
    internal static string Oracle(string name) => Path.Combine(RepositoryRoot, "tests", "oracle", name);

    /// <summary>
    /// Path inside the shared data folder (OCDTD_SHARED, default ../shared); skips the calling test where it is absent.
    /// Call it from a [SkippableFact]. Where OCDTD_REQUIRE_ALL is 1 (the CI script sets it) a miss fails instead.
    /// </summary>
    internal static string Data(string relative)
    {
        string root = Environment.GetEnvironmentVariable("OCDTD_SHARED") is { Length: > 0 } named
            ? named
            : Path.Combine(RepositoryRoot, "..", "shared");
        string path = Path.Combine(root, "data", relative);
        SkipUnless(File.Exists(path) || Directory.Exists(path), $"{path} is absent; OCDTD_SHARED names the folder that holds data/.");
        return path;
    }

    /// <summary>
    /// Path of a Python that has NumPy, SciPy and <paramref name="modules"/> (OCDTD_PYTHON, default /usr/bin/python3); skips, or fails, as
    /// <see cref="Data"/>.
    /// </summary>
    internal static string Python(params string[] modules)
    {
        string python = Environment.GetEnvironmentVariable("OCDTD_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        string needed = string.Join(", ", ["numpy", "scipy", .. modules]);
        bool imports = s_imports.GetOrAdd(
            (python, needed), static asked => Processes.TryRun(asked.Python, ["-c", $"import {asked.Modules}"], out _));
        SkipUnless(imports, $"{python} with {needed} is needed (OCDTD_PYTHON names another).");
        return python;
    }

    /// <summary>Skips the calling [SkippableFact] unless <paramref name="present"/>; fails it where CI asks for everything.</summary>
    internal static void SkipUnless(bool present, string reason)
    {
        if (Environment.GetEnvironmentVariable("OCDTD_REQUIRE_ALL") == "1")
            Assert.True(present, $"OCDTD_REQUIRE_ALL is set, but: {reason}");
        Skip.IfNot(present, reason);
    }

    private static readonly ConcurrentDictionary<(string Python, string Modules), bool> s_imports = new();

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "OcDtd.Fast.sln")))
                return folder;
        }

        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
    }
}
