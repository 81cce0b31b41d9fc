using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

/// <summary>Motion recordings as content that a motion tower encodes.</summary>
/// <remarks>
/// A recording is a table in CSV: the line <c>time,ax,ay,az,gx,gy,gz</c>, then one line per reading with the time in seconds, the
/// acceleration in m/s² and the rotation in rad/s. Times rise; their distance may vary.
/// </remarks>
public static class MotionContent
{
    /// <summary>The media type of a recording.</summary>
    public const string MediaType = "application/vnd.reminisce.motion+csv";

    /// <summary>The first line of a recording.</summary>
    public const string Header = "time,ax,ay,az,gx,gy,gz";

    /// <summary>Writes readings as content.</summary>
    /// <param name="samples">The readings, in the order of time.</param>
    /// <returns>The content.</returns>
    /// <remarks>What is wrong with the readings is said when they are encoded.</remarks>
    public static DataContent FromSamples(ReadOnlySpan<MotionSample> samples)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var s in samples)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{s.Time.Ticks / (decimal)TimeSpan.TicksPerSecond},{s.AccelerationX:R},{s.AccelerationY:R},{s.AccelerationZ:R},{s.RotationX:R},{s.RotationY:R},{s.RotationZ:R}\n");
        }

        return new DataContent(Encoding.ASCII.GetBytes(text.ToString()), MediaType);
    }
}
