namespace nanoFramework.Hardware.Esp32;

/// <summary>As in nanoFramework: what a pin can be given to do.</summary>
public enum DeviceFunction
{
    /// <summary>SPI1 MOSI.</summary>
    SPI1_MOSI = 0x10100,

    /// <summary>SPI1 MISO.</summary>
    SPI1_MISO = 0x10101,

    /// <summary>SPI1 CLOCK.</summary>
    SPI1_CLOCK = 0x10102,

    /// <summary>SPI2 MOSI.</summary>
    SPI2_MOSI = 0x10200,

    /// <summary>SPI2 MISO.</summary>
    SPI2_MISO = 0x10201,

    /// <summary>SPI2 CLOCK.</summary>
    SPI2_CLOCK = 0x10202,

    /// <summary>I2C1 DATA.</summary>
    I2C1_DATA = 0x20100,

    /// <summary>I2C1 CLOCK.</summary>
    I2C1_CLOCK = 0x20101,

    /// <summary>I2C2 DATA.</summary>
    I2C2_DATA = 0x20200,

    /// <summary>I2C2 CLOCK.</summary>
    I2C2_CLOCK = 0x20201,

    /// <summary>COM1 TX.</summary>
    COM1_TX = 0x30100,

    /// <summary>COM1 RX.</summary>
    COM1_RX = 0x30101,

    /// <summary>COM1 RTS.</summary>
    COM1_RTS = 0x30102,

    /// <summary>COM1 CTS.</summary>
    COM1_CTS = 0x30103,

    /// <summary>COM2 TX.</summary>
    COM2_TX = 0x30200,

    /// <summary>COM2 RX.</summary>
    COM2_RX = 0x30201,

    /// <summary>COM2 RTS.</summary>
    COM2_RTS = 0x30202,

    /// <summary>COM2 CTS.</summary>
    COM2_CTS = 0x30203,

    /// <summary>COM3 TX.</summary>
    COM3_TX = 0x30300,

    /// <summary>COM3 RX.</summary>
    COM3_RX = 0x30301,

    /// <summary>COM3 RTS.</summary>
    COM3_RTS = 0x30302,

    /// <summary>COM3 CTS.</summary>
    COM3_CTS = 0x30303,

    /// <summary>COM4 TX.</summary>
    COM4_TX = 0x30400,

    /// <summary>COM4 RX.</summary>
    COM4_RX = 0x30401,

    /// <summary>COM4 RTS.</summary>
    COM4_RTS = 0x30402,

    /// <summary>COM4 CTS.</summary>
    COM4_CTS = 0x30403,

    /// <summary>PWM1.</summary>
    PWM1 = 0x40100,

    /// <summary>PWM2.</summary>
    PWM2 = 0x40200,

    /// <summary>PWM3.</summary>
    PWM3 = 0x40300,

    /// <summary>PWM4.</summary>
    PWM4 = 0x40400,

    /// <summary>PWM5.</summary>
    PWM5 = 0x40500,

    /// <summary>PWM6.</summary>
    PWM6 = 0x40600,

    /// <summary>PWM7.</summary>
    PWM7 = 0x40700,

    /// <summary>PWM8.</summary>
    PWM8 = 0x40800,

    /// <summary>PWM9.</summary>
    PWM9 = 0x40900,

    /// <summary>PWM10.</summary>
    PWM10 = 0x40A00,

    /// <summary>PWM11.</summary>
    PWM11 = 0x40B00,

    /// <summary>PWM12.</summary>
    PWM12 = 0x40C00,

    /// <summary>PWM13.</summary>
    PWM13 = 0x40D00,

    /// <summary>PWM14.</summary>
    PWM14 = 0x40E00,

    /// <summary>PWM15.</summary>
    PWM15 = 0x40F00,

    /// <summary>PWM16.</summary>
    PWM16 = 0x41000,

    /// <summary>ADC1 CH0.</summary>
    ADC1_CH0 = 0x50100,

    /// <summary>ADC1 CH1.</summary>
    ADC1_CH1 = 0x50101,

    /// <summary>ADC1 CH2.</summary>
    ADC1_CH2 = 0x50102,

    /// <summary>ADC1 CH3.</summary>
    ADC1_CH3 = 0x50103,

    /// <summary>ADC1 CH4.</summary>
    ADC1_CH4 = 0x50104,

    /// <summary>ADC1 CH5.</summary>
    ADC1_CH5 = 0x50105,

    /// <summary>ADC1 CH6.</summary>
    ADC1_CH6 = 0x50106,

    /// <summary>ADC1 CH7.</summary>
    ADC1_CH7 = 0x50107,

    /// <summary>ADC1 CH8.</summary>
    ADC1_CH8 = 0x50108,

    /// <summary>ADC1 CH9.</summary>
    ADC1_CH9 = 0x50109,

    /// <summary>ADC1 CH10.</summary>
    ADC1_CH10 = 0x5010A,

    /// <summary>ADC1 CH11.</summary>
    ADC1_CH11 = 0x5010B,

    /// <summary>ADC1 CH12.</summary>
    ADC1_CH12 = 0x5010C,

    /// <summary>ADC1 CH13.</summary>
    ADC1_CH13 = 0x5010D,

    /// <summary>ADC1 CH14.</summary>
    ADC1_CH14 = 0x5010E,

    /// <summary>ADC1 CH15.</summary>
    ADC1_CH15 = 0x5010F,

    /// <summary>ADC1 CH16.</summary>
    ADC1_CH16 = 0x50110,

    /// <summary>ADC1 CH17.</summary>
    ADC1_CH17 = 0x50111,

    /// <summary>ADC1 CH18.</summary>
    ADC1_CH18 = 0x50112,

    /// <summary>ADC1 CH19.</summary>
    ADC1_CH19 = 0x50113,

    /// <summary>I2S1 MCK.</summary>
    I2S1_MCK = 0x60100,

    /// <summary>I2S1 BCK.</summary>
    I2S1_BCK = 0x60101,

    /// <summary>I2S1 WS.</summary>
    I2S1_WS = 0x60102,

    /// <summary>I2S1 DATA OUT.</summary>
    I2S1_DATA_OUT = 0x60103,

    /// <summary>I2S1 MDATA IN.</summary>
    I2S1_MDATA_IN = 0x60104,

    /// <summary>I2S2 MCK.</summary>
    I2S2_MCK = 0x60200,

    /// <summary>I2S2 BCK.</summary>
    I2S2_BCK = 0x60201,

    /// <summary>I2S2 WS.</summary>
    I2S2_WS = 0x60202,

    /// <summary>I2S2 DATA OUT.</summary>
    I2S2_DATA_OUT = 0x60203,

    /// <summary>I2S2 MDATA IN.</summary>
    I2S2_MDATA_IN = 0x60204,

    /// <summary>SDMMC1 CLOCK.</summary>
    SDMMC1_CLOCK = 0x80100,

    /// <summary>SDMMC1 COMMAND.</summary>
    SDMMC1_COMMAND = 0x80101,

    /// <summary>SDMMC1 D0.</summary>
    SDMMC1_D0 = 0x80102,

    /// <summary>SDMMC1 D1.</summary>
    SDMMC1_D1 = 0x80103,

    /// <summary>SDMMC1 D2.</summary>
    SDMMC1_D2 = 0x80104,

    /// <summary>SDMMC1 D3.</summary>
    SDMMC1_D3 = 0x80105,

    /// <summary>SDMMC2 CLOCK.</summary>
    SDMMC2_CLOCK = 0x80200,

    /// <summary>SDMMC2 COMMAND.</summary>
    SDMMC2_COMMAND = 0x80201,

    /// <summary>SDMMC2 D0.</summary>
    SDMMC2_D0 = 0x80202,

    /// <summary>SDMMC2 D1.</summary>
    SDMMC2_D1 = 0x80203,

    /// <summary>SDMMC2 D2.</summary>
    SDMMC2_D2 = 0x80204,

    /// <summary>SDMMC2 D3.</summary>
    SDMMC2_D3 = 0x80205,
}
