using Reminisce.Training.Tests.Import;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Healing;

/// <summary>A tiny vision transformer cut into a pack, with drawn and captioned pictures to give it words and heal it on.</summary>
internal sealed class PairedPack : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PairedPack()
    {
        DrawnPictures.Write(Data, 264);
        EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = EncoderFolder.Clip(_folder), OutputFolder = Cut, Models = ["onnx/vision_model.onnx"] });
    }

    public string Data => _folder.File("data");

    public string Cut => _folder.File("cut");

    public string Words => _folder.File("words");

    public string File(string name) => _folder.File(name);

    public PackPairOptions Pairing(int epochs = 2) => new() { PackFolder = Cut, DataFolder = Data, OutputFolder = Words, WorkFolder = File("pair"), Epochs = epochs };

    public PackHealOptions Healing(string output) => new()
    {
        PackFolder = Words, DataFolder = Data, OutputFolder = File(output), WorkFolder = File(output + "-work"), Items = 64, Windows = [2], Rank = 2, Epochs = 2,
    };

    public void Dispose() => _folder.Dispose();
}
