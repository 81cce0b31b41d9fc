using Reminisce.Training.Data;

namespace Reminisce.Training.Mini;

/// <summary>The data of a build, split by image: one part is fitted on, the other calibrates.</summary>
internal sealed record MiniData(
    IReadOnlyList<CaptionedImage> Fit,
    IReadOnlyList<CaptionedImage> Calibration,
    IReadOnlyList<(string Left, string Right, double Similarity)> Pairs,
    IReadOnlyList<string> WordSources)
{
    private const int CalibrationShare = 6;

    public static MiniData Read(string folder)
    {
        var images = CaptionData.Read(Path.Combine(folder, "flickr8k"), "train");
        if (images.Count < 2 * CalibrationShare)
        {
            throw new InvalidDataException($"'{folder}' has {images.Count} training images; at least {2 * CalibrationShare} are needed.");
        }

        var calibration = images.Count / CalibrationShare;
        return new MiniData(
            [.. images.Take(images.Count - calibration)],
            [.. images.Skip(images.Count - calibration)],
            SentenceData.ReadPairs(Path.Combine(folder, "text")),
            [.. SentenceData.ReadWordSources(folder)]);
    }
}
