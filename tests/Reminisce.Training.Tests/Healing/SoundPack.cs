using Reminisce.Training.Tests.Import;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Healing;

/// <summary>A tiny Whisper cut into a pack, and tones in three folds to heal it on; those of the last fold cannot be decoded.</summary>
public sealed class SoundPack : IDisposable
{
    private const int ClipsOfAFold = 32;

    private readonly TemporaryFolder _folder = new();

    public SoundPack()
    {
        EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Whisper(_folder), OutputFolder = Cut });
        WriteClips(Data, damagedFold: 3, (i, fold) => TestTone.Wav(150 * Math.Pow(1.07, i), 10 * fold * (i % 3)));
    }

    public string Cut => _folder.File("cut");

    public string Data => _folder.File("data");

    public string File(string name) => _folder.File(name);

    /// <summary>Writes three folds of clips.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="damagedFold">The fold whose clips are no sounds.</param>
    /// <param name="sound">Makes the sound of a number within a fold.</param>
    public static void WriteClips(string folder, int damagedFold, Func<int, int, byte[]> sound)
    {
        Directory.CreateDirectory(Path.Combine(folder, "wav"));
        var rows = new List<string> { "file\tclass\tfold" };
        for (var fold = 1; fold <= 3; fold++)
        {
            for (var i = 0; i < ClipsOfAFold; i++)
            {
                var name = $"{fold}-{i}-A.wav";
                rows.Add($"{name}\ttone\t{fold}");
                using var stream = System.IO.File.Create(Path.Combine(folder, "wav", name));
                stream.Write(fold == damagedFold ? [1, 2, 3] : sound(i, fold));
            }
        }

        EncoderFolder.Write(folder, "sounds.tsv", string.Join('\n', rows));
    }

    public PackHealOptions Healing(string output) => new()
    {
        PackFolder = Cut, DataFolder = Data, OutputFolder = File(output), WorkFolder = File(output + "-work"), Heads = HealedHeads.Keep, Rank = 2, Epochs = 10, Rate = 3e-3f, Windows = [2],
    };

    public void Dispose() => _folder.Dispose();
}
