using System.Globalization;
using System.Text;

namespace Reminisce.Encoders.Tests;

public sealed class MotionTensorTests
{
    private static readonly MotionTransform s_transform = Parse("""{"feature_extractor_type":"MotionFeatureExtractor","sampling_rate":100,"num_samples":200,"max_gap_s":0.1}""");

    [Theory]
    [InlineData(0)]
    [InlineData(1.7637e9)]
    [InlineData(-3.25)]
    public void Fill_StraightLines_AreHitExactlyWhateverTheStamps(double start)
    {
        // Linear interpolation of a line is the line: jittered stamps must not show.
        var random = new Random(4);
        var rows = new StringBuilder("time,ax,ay,az,gx,gy,gz\n");
        for (var t = 0.0; t < 2.2; t += 0.002 + (0.03 * random.NextDouble()))
        {
            rows.Append(CultureInfo.InvariantCulture, $"{start + t:R},{t:R},{-t:R},{2 * t:R},{1 + t:R},{3:R},{0.5 * t:R}\n");
        }

        var tensor = Fill(rows.ToString());

        for (var i = 0; i < 200; i++)
        {
            var t = i / 100.0;
            double[] expected = [t, -t, 2 * t, 1 + t, 3, 0.5 * t];
            for (var axis = 0; axis < 6; axis++)
            {
                Assert.InRange(tensor[(axis * 200) + i], expected[axis] - 2e-5, expected[axis] + 2e-5);
            }
        }
    }

    [Fact]
    public void Fill_ShortRecording_EndsInZerosAndLongOneIsCut()
    {
        var rows = string.Concat(Enumerable.Range(0, 51).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 100.0},1,1,1,1,1,1\n")));
        var tensor = Fill(MotionContent.Header + "\n" + rows);
        Assert.All(Enumerable.Range(0, 6), axis => Assert.Equal(51, tensor.AsSpan(axis * 200, 200).IndexOf(0f)));
        Assert.All(Enumerable.Range(0, 6), axis => Assert.DoesNotContain(1f, tensor[((axis * 200) + 51)..((axis + 1) * 200)]));

        var many = string.Concat(Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 100.0},1,1,1,1,1,{i}\n")));
        Assert.Equal(199f, Fill(MotionContent.Header + "\n" + many + "what lies behind the window is not read")[^1], 3);
    }

    [Fact]
    public void Fill_MeanAndDeviation_AreTakenOff()
    {
        var transform = Parse("""{"feature_extractor_type":"MotionFeatureExtractor","sampling_rate":10,"num_samples":2,"mean":[1,2,3,4,5,6],"std":[2,2,2,4,4,4]}""");
        var tensor = new float[12];

        MotionTensor.Fill("time,ax,ay,az,gx,gy,gz\n0,3,4,5,8,9,10\n0.1,1,2,3,4,5,6"u8, transform, tensor);

        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], tensor);
    }

    [Fact]
    public void Fill_UsualVariantsOfCsv_AreRead()
    {
        var plain = Fill("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0.01,1,2,3,4,5,6\n");

        Assert.Equal(plain, Fill("\uFEFFTime, AX, AY, AZ, GX, GY, GZ\r\n0, 1, 2, 3, 4, 5, 6\r\n\r\n0.01, 1e0, 2.0, 3, 4, 5, 6\r\n\r\n"));
        Assert.Equal(plain, Fill("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0.01,1,2,3,4,5,6"));
    }

    [Fact]
    public void FromSamples_Readings_AreWhatIsEncoded()
    {
        var samples = Enumerable.Range(0, 220).Select(i => new MotionSample(TimeSpan.FromMilliseconds(10 * i), i, 0.1f * i, -i, 1, 2, MathF.PI)).ToArray();

        var content = MotionContent.FromSamples(samples);
        var tensor = new float[1200];
        MotionTensor.Fill(content.Data.Span, s_transform, tensor);

        Assert.Equal(MotionContent.MediaType, content.MediaType);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(i, tensor[i], 1e-3f);
            Assert.Equal(0.1f * i, tensor[200 + i], 1e-4f);
            Assert.Equal(MathF.PI, tensor[1000 + i]);
        }
    }

    [Theory]
    [InlineData("", "begin with the line")]
    [InlineData("0,1,2,3,4,5,6\n0.01,1,2,3,4,5,6", "begin with the line")]
    [InlineData("time,gx,gy,gz,ax,ay,az\n", "begin with the line")]
    [InlineData("time,ax,ay,az,gx,gy,gz", "at least two readings")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n", "at least two readings")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0,1,2,3,4,5,6", "Line 3")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n\n0.02,1,2,3,4,5,6\n0.01,1,2,3,4,5,6", "Line 5 of the motion recording should be later")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0.5,1,2,3,4,5,6", "0.5 s after the one before it, more than 0.1 s")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n1e30,1,2,3,4,5,6", "split recordings at gaps")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0.01,NaN,2,3,4,5,6", "finite number in column 2")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0.01,Infinity,2,3,4,5,6", "finite number in column 2")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0.01,1e39,2,3,4,5,6", "finite number in column 2")]
    [InlineData("time,ax,ay,az,gx,gy,gz\nNaN,1,2,3,4,5,6\n0.01,1,2,3,4,5,6", "finite number in column 1")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5\n", "should have 7 columns")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6,7\n", "should have 7 columns")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,,3,4,5,6\n", "column 3")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,2x,3,4,5,6\n", "column 3")]
    [InlineData("time,ax,ay,az,gx,gy,gz\n0,1,\"2\",3,4,5,6\n", "column 3")]
    public void Fill_BadRecording_IsRefusedNamingTheLine(string table, string expected) =>
        Assert.Contains(expected, Assert.Throws<MotionException>(() => Fill(table)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "feature_extractor_type")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","sampling_rate":0}""", "sampling_rate")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","num_samples":1}""", "num_samples")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","num_samples":1e9}""", "num_samples")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","max_gap_s":0}""", "max_gap_s")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","mean":[1,2]}""", "6 numbers")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","std":[1,1,1,1,1,0]}""", "6 numbers")]
    [InlineData("""{"feature_extractor_type":"MotionFeatureExtractor","std":"one"}""", "JSON")]
    public void Parse_OutOfRange_IsRefused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelPackException>(() => Parse(json)).Message, StringComparison.Ordinal);

    private static MotionTransform Parse(string json) => MotionTransform.Parse("p", Encoding.UTF8.GetBytes(json));

    private static float[] Fill(string table)
    {
        var tensor = new float[6 * s_transform.Samples];
        MotionTensor.Fill(Encoding.UTF8.GetBytes(table), s_transform, tensor);
        return tensor;
    }
}
