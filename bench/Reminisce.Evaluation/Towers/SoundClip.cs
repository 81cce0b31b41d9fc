namespace Reminisce.Evaluation;

/// <summary>One clip of a folder with <c>sounds.tsv</c> and <c>wav/</c>.</summary>
internal sealed record SoundClip(string Path, string Class, string Fold)
{
    /// <summary>Reads the clips in the order of the file.</summary>
    /// <exception cref="InvalidDataException">A row has not three columns.</exception>
    public static IReadOnlyList<SoundClip> Read(string folder)
    {
        var clips = new List<SoundClip>();
        foreach (var line in File.ReadLines(System.IO.Path.Combine(folder, "sounds.tsv")).Skip(1))
        {
            clips.Add(line.Split('\t') is [var file, var kind, var fold]
                ? new SoundClip(System.IO.Path.Combine(folder, "wav", file), kind, fold)
                : throw new InvalidDataException($"'sounds.tsv' in '{folder}' has a row that is not file, class and fold: '{line}'."));
        }

        return clips;
    }
}
