using System.Text;

namespace Reminisce.Encoders.Tests;

/// <summary>A small pack of a random audio and a random motion tower in a folder of its own, deleted on disposal.</summary>
internal sealed class SensePack : IDisposable
{
    public const string AudioConfig =
        """{"feature_extractor_type":"WhisperFeatureExtractor","sampling_rate":16000,"n_fft":400,"hop_length":160,"feature_size":16,"n_samples":6400}""";

    public const string MotionConfig =
        """{"feature_extractor_type":"MotionFeatureExtractor","sampling_rate":50,"num_samples":40,"max_gap_s":0.2,"mean":[0,0,9.8,0,0,0],"std":[2,2,2,1,1,1]}""";

    public static readonly int[] AudioShape = [16, 40];
    public static readonly int[] MotionShape = [6, 40];

    private SensePack(string folder, PackManifest manifest, TestTransformer audio, TestTransformer motion) =>
        (Folder, Manifest, Audio, Motion) = (folder, manifest, audio, motion);

    public string Folder { get; }

    public PackManifest Manifest { get; }

    public TestTransformer Audio { get; }

    public TestTransformer Motion { get; }

    public static SensePack Create(string audioConfig = AudioConfig, string motionConfig = MotionConfig)
    {
        var folder = Directory.CreateTempSubdirectory("reminisce-senses-").FullName;
        var audio = new TestTransformer("input_features", AudioShape, tokens: 10, seed: 5);
        var motion = new TestTransformer("motion_values", MotionShape, tokens: 8, seed: 6);
        var writer = new PackWriter(folder);
        writer.Add("audio/preprocessor_config.json", Encoding.UTF8.GetBytes(audioConfig));
        writer.Add("motion/preprocessor_config.json", Encoding.UTF8.GetBytes(motionConfig));
        var manifest = new PackManifest
        {
            Name = "sense-pack",
            Version = "1.0",
            License = "Apache-2.0",
            Dimensions = TestTransformer.Dimensions,
            FloorFalseAcceptRate = 0.001,
            Towers =
            [
                TestPack.AddTower(writer, audio, "audio", 1, audio.Predictor(4, 8), 0) with { Preprocessor = "audio/preprocessor_config.json" },
                TestPack.AddTower(writer, motion, "motion", 1, motion.Predictor(4, 8), 0) with { Preprocessor = "motion/preprocessor_config.json" },
            ],
            QueryHeads = [.. TestPack.AddQueryHeads(writer, audio, "audio", "audio")],
        };
        return new SensePack(folder, writer.Complete(manifest), audio, motion);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
