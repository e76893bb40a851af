using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Reproduction.Thesis;

/// <summary>Finds the thesis' tables, which stand outside this project.</summary>
internal static class ThesisFolder
{
    internal const string Mnist = "table-3.1-mnist-roc-auc.csv";
    internal const string MnistCRocAuc = "table-3.2-mnist-c-roc-auc.csv";
    internal const string MnistCCosine = "table-3.3-mnist-c-cosine.csv";
    internal const string MvtecRocAuc = "table-3.4-mvtec-roc-auc.csv";
    internal const string MvtecCosine = "table-3.5-mvtec-cosine.csv";
    internal const string MvtecCleverHans = "table-3.6-mvtec-clever-hans.csv";

    /// <summary>The folder that --thesis names; without it the nearest 'thesis' in the data's folder or one above it that holds the tables. Null where there is none.</summary>
    internal static string? Find(string? named, string data)
    {
        if (named is not null)
            return File.Exists(Path.Combine(named, Mnist)) ? named : throw new InputException($"--thesis {named}: holds no {Mnist}; expected a folder of the thesis' tables.");

        for (DirectoryInfo? place = new(data); place is not null; place = place.Parent)
        {
            string folder = Path.Combine(place.FullName, "thesis");
            if (File.Exists(Path.Combine(folder, Mnist)))
                return folder;
        }

        return null;
    }
}
