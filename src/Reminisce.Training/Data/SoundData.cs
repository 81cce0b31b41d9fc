using System.Globalization;
using Microsoft.Extensions.AI;

namespace Reminisce.Training.Data;

/// <summary>Reads a folder of clips: <c>sounds.tsv</c> (file, class, fold) and <c>wav/</c>.</summary>
internal static class SoundData
{
    // Fewer are too few to calibrate on a quarter of.
    private const int FewestClips = 48;

    /// <summary>Whether a folder is one of clips.</summary>
    public static bool IsIn(string folder) => File.Exists(Table(folder));

    /// <summary>Reads the clips to heal on: those of all folds but the last, which stays for measuring.</summary>
    /// <exception cref="InvalidDataException">The table is damaged, or there are too few clips.</exception>
    public static IReadOnlyList<SoundClip> ReadTrain(string folder)
    {
        var clips = Read(folder);
        var last = clips.Max(c => c.Fold);
        SoundClip[] train = [.. clips.Where(c => c.Fold != last)];
        return train.Length >= FewestClips
            ? train
            : throw new InvalidDataException($"'{folder}' has {train.Length} clips outside of its last fold {last}, which is not trained on; give at least {FewestClips}.");
    }

    /// <summary>Reads all clips in the order of the file.</summary>
    /// <exception cref="InvalidDataException">A row has not three columns, a fold is no number, or there are no rows.</exception>
    public static IReadOnlyList<SoundClip> Read(string folder)
    {
        var clips = new List<SoundClip>();
        foreach (var line in File.ReadLines(Table(folder)).Skip(1))
        {
            clips.Add(line.Split('\t') is [var file, var kind, var fold] && int.TryParse(fold, CultureInfo.InvariantCulture, out var number)
                ? new SoundClip(Path.Combine(folder, "wav", file), kind, number)
                : throw new InvalidDataException($"'{Table(folder)}' has a row that is not file, class and number of the fold: '{line}'."));
        }

        return clips.Count > 0 ? clips : throw new InvalidDataException($"'{Table(folder)}' has no clips.");
    }

    /// <summary>Reads the clips themselves.</summary>
    public static IReadOnlyList<AIContent> Contents(IEnumerable<SoundClip> clips) =>
        [.. clips.Select(c => (AIContent)new DataContent(File.ReadAllBytes(c.Path), "audio/wav"))];

    private static string Table(string folder) => Path.Combine(folder, "sounds.tsv");
}
